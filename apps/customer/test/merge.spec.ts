import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
/** Of another line, manager of nobody there. */
let rival: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  rival = await service.person({ name: 'Rival', roles: ['manager'] });
}, 60_000);

afterAll(() => service.dispose());

const customers = <T>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.CustomerService/${name}`, request);
const merges = <T>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.MergeService/${name}`, request);
const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);

let names = 0;
const create = (person: TestPerson, customer: object = {}) =>
  customers<Customer>(person, 'CreateCustomer', {
    customer: { kind: 'company', name: `Merged ${++names}`, ...customer },
  });
const get = (person: TestPerson, id: string) => customers<Customer>(person, 'GetCustomer', { id });
const rename = (person: TestPerson, id: string, name: string) =>
  customers<Customer>(person, 'UpdateCustomer', { id, customer: { name }, updateMask: ['name'] });
const merge = (id: string, loserId: string, fields: object[] = [], person = boss) =>
  merges<Merge>(person, 'MergeCustomers', { id, loserId, fields });
const undo = (id: string, person = boss) => merges<Merge>(person, 'UndoMerge', { id });
const addContact = (person: TestPerson, customerId: string, name: string) =>
  customers<Contact>(person, 'CreateContact', { customerId, contact: { name } });
const contactNames = async (person: TestPerson, customerId: string) => {
  const { contacts } = await customers<{ contacts: Contact[] }>(person, 'ListContacts', { customerId });
  return contacts.map(({ name }) => name).sort();
};
const log = (person: TestPerson, customerId: string, interaction: object = {}) =>
  customers<Interaction>(person, 'CreateInteraction', {
    customerId,
    interaction: { manner: 'call', content: 'Talked.', ...interaction },
  });

describe('merging', () => {
  it('gives the winner the chosen values and all that referred to the loser', async () => {
    const winner = await create(anna, { emails: ['one@win.example'], note: 'first' });
    const loser = await create(boris, { emails: ['two@lose.example'], note: 'second', segment: 'Corporate' });
    await addContact(anna, winner.id, 'Ada');
    await addContact(boris, loser.id, 'Bert');
    await log(boris, loser.id, { nextContactTime: '2030-01-07T09:00', nextContactTimeZone: 'Asia/Shanghai' });
    await call(boris, 'OwnershipService/ReadDossier', { customerId: loser.id });

    const done = await merge(winner.id, loser.id, [
      { field: 'segment', from: 'loser' },
      { field: 'emails', from: 'both' },
    ]);
    expect(done).toMatchObject({
      winnerId: winner.id,
      loserId: loser.id,
      loserNumber: loser.number,
      state: 'merged',
    });
    const after = await get(boss, winner.id);
    expect(after).toMatchObject({
      ownerId: anna.id,
      name: winner.name,
      segment: 'Corporate',
      note: 'first',
      emails: ['one@win.example', 'two@lose.example'],
      nextContactTime: '2030-01-07T01:00:00.000Z',
    });
    expect(after.lastContactTime).toBeDefined();
    expect(await contactNames(boss, winner.id)).toEqual(['Ada', 'Bert']);
    const { owners } = await call<{ owners: { toId: string }[] }>(boss, 'OwnershipService/ListOwners', {
      customerId: winner.id,
    });
    expect(owners.map(({ toId }) => toId).sort()).toEqual([anna.id, anna.id, boris.id].sort());
    expect((await service.events('kontor.customer.v1.CustomersMerged')).at(-1)).toMatchObject({
      winnerId: winner.id,
      loserId: loser.id,
    });
    expect((await service.events('kontor.notification.v1.ReminderSet')).at(-1)).toMatchObject({
      key: `customers/${winner.id}/next-contact`,
      personId: anna.id,
    });
    const audit = await service.ownerQuery<{ object_id: string }>(
      `SELECT object_id FROM audit WHERE action = 'merge' AND object_id = ANY ($1)`,
      [[winner.id, loser.id]],
    );
    expect(audit).toHaveLength(2);
  });

  it('leaves the id of the loser answering with the winner, and refuses changes of it naming the winner', async () => {
    const winner = await create(anna, { source: 'erp', externalId: 'W-1' });
    const loser = await create(boris, { source: 'erp', externalId: 'L-1' });
    await merge(winner.id, loser.id);
    expect((await get(anna, loser.id)).id).toBe(winner.id);
    await expect(get(rival, loser.id)).rejects.toMatchObject({ code: 'not_found' });
    // Boris does not see Anna's customers.
    await expect(get(boris, loser.id)).rejects.toMatchObject({ code: 'not_found' });
    const merged = {
      code: 'conflict',
      reason: 'customer-merged',
      problem: { detail: expect.stringContaining(winner.id) },
    };
    await expect(rename(anna, loser.id, 'New')).rejects.toMatchObject(merged);
    await expect(addContact(anna, loser.id, 'New')).rejects.toMatchObject(merged);
    await expect(log(anna, loser.id)).rejects.toMatchObject(merged);
    await expect(rename(rival, loser.id, 'New')).rejects.toMatchObject({ code: 'not_found' });
    // Who takes the record of the other system over again meets the winner.
    await expect(create(boris, { source: 'erp', externalId: 'L-1' })).rejects.toMatchObject({
      reason: 'duplicate',
      problem: { candidates: [{ customerId: winner.id, matched: ['external'] }] },
    });
  });

  it('needs the permission and both customers within reach to change', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    await expect(merge(winner.id, loser.id, [], anna)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(merge(winner.id, loser.id, [], rival)).rejects.toMatchObject({ code: 'not_found' });
    const own = await create(rival);
    await expect(merge(own.id, loser.id, [], rival)).rejects.toMatchObject({ code: 'not_found' });
    const done = await merge(winner.id, loser.id);
    await expect(merges(rival, 'GetMerge', { id: done.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(undo(done.id, rival)).rejects.toMatchObject({ code: 'not_found' });
    const { merges: listed } = await merges<{ merges: Merge[] }>(boss, 'ListMerges', {
      customerId: winner.id,
    });
    expect(listed.map(({ id }) => id)).toEqual([done.id]);
    await expect(merges(rival, 'ListMerges', { customerId: winner.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses itself, unknown fields, and both values where one can stay', async () => {
    const [winner, loser] = [await create(anna), await create(anna)];
    await expect(merge(winner.id, winner.id)).rejects.toMatchObject({ code: 'invalid' });
    for (const choice of [
      { field: 'number', from: 'loser' },
      { field: 'name', from: 'both' },
    ])
      await expect(merge(winner.id, loser.id, [choice])).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a chain of merges', () => {
  it('leads to the last one, and cannot become a circle', async () => {
    const [a, b, c] = [await create(anna), await create(anna), await create(anna)];
    await addContact(anna, a.id, 'Of A');
    const first = await merge(b.id, a.id);
    const second = await merge(c.id, b.id);
    expect((await get(anna, a.id)).id).toBe(c.id);
    expect((await get(anna, b.id)).id).toBe(c.id);
    await expect(merge(a.id, c.id)).rejects.toMatchObject({ reason: 'customer-merged' });
    // The elder one first: A is back with what was its own, whoever had it meanwhile.
    await undo(first.id);
    expect((await get(anna, a.id)).id).toBe(a.id);
    expect(await contactNames(anna, a.id)).toEqual(['Of A']);
    await undo(second.id);
    expect((await get(anna, b.id)).id).toBe(b.id);
    expect(await contactNames(anna, b.id)).toEqual([]);
    expect(await contactNames(anna, a.id)).toEqual(['Of A']);
  });
});

describe('undoing', () => {
  it('restores both and what belonged to whom; what came after stays with the winner', async () => {
    const winner = await create(anna, { note: 'ours', segment: 'One' });
    const loser = await create(boris, { note: 'theirs', segment: 'Two', emails: ['x@undo-loser.example'] });
    await addContact(boris, loser.id, 'Theirs');
    await call(boris, 'CustomerAccessService/CreateCustomerShare', {
      customerId: loser.id,
      share: { granteeKind: 'person', granteeId: rival.id, level: 'read' },
    });
    await service.running.organisation.refresh();
    const { id } = await merge(winner.id, loser.id, [
      { field: 'note', from: 'loser' },
      { field: 'segment', from: 'loser' },
    ]);
    await service.running.organisation.refresh();
    expect((await get(rival, winner.id)).id).toBe(winner.id);
    await addContact(anna, winner.id, 'Since');
    await customers(anna, 'UpdateCustomer', {
      id: winner.id,
      customer: { segment: 'Three' },
      updateMask: ['segment'],
    });

    expect(await undo(id)).toMatchObject({ state: 'undone', undoneById: boss.id });
    await service.running.organisation.refresh();
    const { etag, updateTime, ...same } = loser;
    const back = await get(boris, loser.id);
    expect(back).toMatchObject(same);
    expect(Number(back.etag)).toBeGreaterThan(Number(etag));
    expect(Date.parse(back.updateTime ?? '')).toBeGreaterThanOrEqual(Date.parse(updateTime ?? ''));
    // The note is the winner's own again; the segment was changed since.
    expect(await get(anna, winner.id)).toMatchObject({ note: 'ours', segment: 'Three' });
    expect(await contactNames(boris, loser.id)).toEqual(['Theirs']);
    expect(await contactNames(anna, winner.id)).toEqual(['Since']);
    await expect(get(rival, winner.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await get(rival, loser.id)).id).toBe(loser.id);
    // The keys went back, too.
    await expect(create(anna, { emails: ['x@undo-loser.example'] })).rejects.toMatchObject({
      problem: { candidates: [{ customerId: loser.id }] },
    });
    await expect(undo(id)).rejects.toMatchObject({ reason: 'merge-undone' });
    expect((await service.events('kontor.customer.v1.CustomersUnmerged')).at(-1)).toMatchObject({
      loserId: loser.id,
    });
  });

  it('takes nothing from who went home before, also where that one is the winner now', async () => {
    const [first, second, third] = [await create(anna), await create(anna), await create(anna)];
    await addContact(anna, first.id, 'Ada');
    await addContact(anna, second.id, 'Bert');
    const early = await merge(second.id, first.id);
    const late = await merge(third.id, second.id);
    await undo(early.id);
    expect(await contactNames(boss, first.id)).toEqual(['Ada']);
    await merge(first.id, third.id);
    await undo(late.id);
    expect(await contactNames(boss, first.id)).toEqual(['Ada']);
    expect(await contactNames(boss, second.id)).toEqual(['Bert']);
  });

  it('is over after thirty days', async () => {
    const [winner, loser] = [await create(anna), await create(anna)];
    const { id } = await merge(winner.id, loser.id);
    await service.running.unitOfWork.write(serviceCall('test', 'let time pass'), (tx) =>
      tx.query(`UPDATE customer_merge SET undo_until = now() - interval '1 second' WHERE id = $1`, [id]),
    );
    await expect(undo(id)).rejects.toMatchObject({ reason: 'merge-undo-over' });
  });
});

describe('races', () => {
  it('of two merges of the same loser one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b, loser] = [await create(anna), await create(anna), await create(anna)];
      await addContact(anna, loser.id, 'Only');
      const outcomes = await Promise.allSettled([merge(a.id, loser.id), merge(b.id, loser.id)]);
      const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { reason: 'customer-merged' },
      });
      expect((await get(anna, loser.id)).id).toBe(won[0]?.winnerId);
      expect(await contactNames(anna, won[0]?.winnerId ?? '')).toEqual(['Only']);
    }
  });

  it('two customers merged into each other at once become one', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await create(anna), await create(anna)];
      const outcomes = await Promise.allSettled([merge(a.id, b.id), merge(b.id, a.id)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await get(anna, a.id)).id).toBe((await get(anna, b.id)).id);
    }
  });

  it('a change, a contact and a talk beside a merge are in it, or are refused naming the winner', async () => {
    for (let round = 0; round < 12; round++) {
      const [winner, loser] = [await create(anna), await create(anna)];
      const [merged, ...others] = await Promise.allSettled([
        merge(winner.id, loser.id),
        rename(anna, loser.id, `Renamed ${round} ${loser.number}`),
        addContact(anna, loser.id, 'Late'),
        log(anna, loser.id),
      ]);
      expect(merged.status).toBe('fulfilled');
      for (const one of others)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ reason: 'customer-merged' });
      const [, contact] = others;
      expect(await contactNames(anna, winner.id)).toEqual(contact?.status === 'fulfilled' ? ['Late'] : []);
    }
  });

  it('of many undos one takes effect', async () => {
    const [winner, loser] = [await create(anna), await create(anna)];
    const { id } = await merge(winner.id, loser.id);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => undo(id)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ reason: 'merge-undone' });
  });
});
