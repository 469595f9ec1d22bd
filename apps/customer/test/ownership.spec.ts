import type { Dossier } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type { ListDossiersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { TestPerson } from '@kontor/testing/service';
import { ownershipStage, type OwnershipStage } from './ownership-stage.js';

const day = 24 * 3_600_000;

let { service, boss, anna, boris, stranger, call, create, transfer, talk, ownersOf, wallTime } =
  {} as OwnershipStage;

beforeAll(async () => {
  ({ service, boss, anna, boris, stranger, call, create, transfer, talk, ownersOf, wallTime } =
    await ownershipStage());
}, 60_000);

afterAll(() => service.dispose());

const dossier = (person: TestPerson, customerId: string) =>
  call<Dossier>(person, 'OwnershipService/GetDossier', { customerId });
const dossiers = (person: TestPerson, request: object = {}) =>
  call<ListDossiersResponse>(person, 'OwnershipService/ListDossiers', request);

describe('the owners of a customer', () => {
  it('are listed from the first on, with cause, reason and who did it, for those who see the customer', async () => {
    const { id } = await create(anna);
    await transfer(boss, id, boris.id);
    const list = await ownersOf(boris, id);
    expect(list).toMatchObject([
      { cause: 'transfer', fromId: anna.id, toId: boris.id, reason: 'Closer by', actorId: boss.id },
      { cause: 'create', toId: anna.id, reason: '', actorId: anna.id },
    ]);
    expect(list[1]).not.toHaveProperty('fromId');
    for (const person of [anna, stranger]) {
      await expect(ownersOf(person, id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    }
  });

  it.each(['leaving', 'left'] as const)('never become somebody who is %s', async (status) => {
    const gone = await service.person({ managerId: boss.id, status });
    const { id } = await create(anna);
    const refused = { code: 'invalid', fields: [{ field: 'ownerId', reason: `owner-${status}` }] };
    await expect(transfer(boss, id, gone.id)).rejects.toMatchObject(refused);
    await expect(create(boss, { ownerId: gone.id })).rejects.toMatchObject(refused);
    expect(await ownersOf(anna, id)).toHaveLength(1);
  });

  it('do not become others by somebody who is leaving', async () => {
    const leaving = await service.person({ managerId: boss.id, roles: ['manager'], status: 'leaving' });
    const below = await service.person({ managerId: leaving.id });
    expect((await create(leaving)).ownerId).toBe(leaving.id);
    await expect(create(leaving, { ownerId: below.id })).rejects.toMatchObject({
      fields: [{ field: 'ownerId', reason: 'leaving-gives-nothing' }],
    });
  });
});

describe('a dossier', () => {
  it('tells a new owner at once what was said by whom, what is due, and who owned the customer', async () => {
    const { id } = await create(anna, { name: 'Dossier & Sons' });
    const contact = await call<{ id: string }>(anna, 'CustomerService/CreateContact', {
      customerId: id,
      contact: { name: 'Li Lei' },
    });
    await talk(anna, id, {
      contactId: contact.id,
      content: 'They want a quote.',
      nextAction: 'Send the quote',
      nextContactTime: wallTime(1),
      nextContactTimeZone: 'UTC',
    });
    await transfer(boss, id, boris.id);
    const read = await dossier(boris, id);
    expect(read).toMatchObject({
      customer: { id, ownerId: boris.id },
      due: [{ action: 'Send the quote', soon: true, overdue: false, timeZone: 'UTC' }],
      talks: [{ authorName: 'Anna', contactName: 'Li Lei', interaction: { content: 'They want a quote.' } }],
      contacts: [{ name: 'Li Lei' }],
      owners: [{ name: 'Борис', change: { reason: 'Closer by' } }, { name: 'Anna' }],
      read: false,
    });
    for (const person of [anna, stranger]) {
      await expect(dossier(person, id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    }
  });

  it('is read by its reader alone, and unread again when the customer comes back', async () => {
    const { id } = await create(anna);
    await transfer(boss, id, boris.id);
    expect(await call<Dossier>(boris, 'OwnershipService/ReadDossier', { customerId: id })).toMatchObject({
      read: true,
    });
    expect((await dossier(boss, id)).read).toBe(false);
    await transfer(boss, id, anna.id);
    await transfer(boss, id, boris.id);
    expect((await dossier(boris, id)).read).toBe(false);
    await expect(call(stranger, 'OwnershipService/ReadDossier', { customerId: id })).rejects.toMatchObject({
      reason: 'customer-not-found',
    });
  });

  it('is listed for customers that came from others: what is due first, page by page, and nobody else’s', async () => {
    const taker = await service.person({ managerId: boss.id });
    const due = [undefined, 10, 2, 1];
    const ids: string[] = [];
    for (const days of due) {
      const { id } = await create(anna);
      if (days) await talk(anna, id, { nextContactTime: wallTime(days), nextContactTimeZone: 'UTC' });
      await transfer(boss, id, taker.id);
      ids.push(id);
    }
    await create(taker);
    await transfer(boss, ids[0] ?? '', anna.id);
    const first = await dossiers(taker, { pageSize: 2, withTotal: true });
    expect(first.totalSize).toBe(3);
    expect(first.dossiers).toMatchObject([
      { customer: { id: ids[3] }, soon: true, read: false, change: { fromId: anna.id, reason: 'Closer by' } },
      { customer: { id: ids[2] }, soon: true },
    ]);
    const second = await dossiers(taker, { pageSize: 2, pageToken: first.nextPageToken });
    expect(second.dossiers).toMatchObject([{ customer: { id: ids[1] }, soon: false }]);
    expect((await dossiers(stranger)).dossiers).toEqual([]);
    expect((await dossiers(taker, { since: new Date(Date.now() + day).toISOString() })).dossiers).toEqual([]);
  });
});
