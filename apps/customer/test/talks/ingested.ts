import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TriageItem } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type {
  IngestInteractionResponse,
  ListTriageItemsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { type TestPerson } from '@kontor/testing/service';
import {
  admin,
  anna,
  ask,
  boris,
  boss,
  create,
  freshPhone,
  get,
  log,
  phone,
  service,
  talks,
} from './scene.js';

describe('messages of other systems', () => {
  let sequence = 0;
  const ingest = (from: string, facts: object = {}) =>
    ask<IngestInteractionResponse>(admin, 'TriageService/IngestInteraction', {
      source: 'mail',
      externalId: `m-${sequence++}`,
      channel: 'email',
      from,
      to: 'sales@kontor.example',
      content: 'Please call me.',
      ...facts,
    });
  const tray = async (person: TestPerson) =>
    (await ask<ListTriageItemsResponse>(person, 'TriageService/ListTriageItems', { pageSize: 200 }))
      .triageItems;

  it('are talks of the customer whose contact has the address, and leave its plan alone', async () => {
    const customer = await create(anna);
    const contact = await ask<Contact>(anna, 'CustomerService/CreateContact', {
      customerId: customer.id,
      contact: { name: 'Ольга', emails: ['Olga@Mail-One.example'] },
    });
    await log(anna, customer.id, { nextContactTime: '2030-01-01T09:00', nextAction: 'Offer' });
    const { state, id } = await ingest('"Ольга" <olga@mail-one.example>');
    expect(state).toBe('attached');
    const [talk] = await talks(anna, customer.id);
    expect(talk).toMatchObject({
      contactId: contact.id,
      manner: 'email',
      direction: 'inbound',
      source: 'mail',
      content: 'Please call me.',
      authorId: admin.id,
    });
    expect((await get(anna, customer.id)).nextContactTime).toBe('2030-01-01T01:00:00.000Z');
    expect((await tray(boss)).map((item) => item.id)).not.toContain(id);
  });

  it('become one talk when the same message comes twenty times at once', async () => {
    const number = freshPhone();
    const customer = await create(anna, { phones: [phone(number)] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ingest(number, { source: 'sms', externalId: 'twin', channel: 'message' }),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['attached']));
    expect(await talks(anna, customer.id)).toHaveLength(1);
  });

  it('wait in the tray where nobody has the address, until they become a prospect', async () => {
    const { id, state } = await ingest('new@mail-two.example');
    expect(state).toBe('open');
    expect(await tray(boss)).toContainEqual(expect.objectContaining({ id, address: 'new@mail-two.example' }));
    const customer = { kind: 'person', name: 'Новый' };
    const made = () => ask<TriageItem>(boss, 'TriageService/MakeProspectOfTriageItem', { id, customer });
    const item = await made();
    expect(item).toMatchObject({ state: 'attached', content: '', settledById: boss.id });
    await expect(made()).rejects.toMatchObject({ code: 'conflict', reason: 'triage-settled' });
    const [found] = await service
      .events('kontor.customer.v1.CustomerCreated')
      .then((all) => all.filter((one) => one.customer?.emails.includes('new@mail-two.example')));
    expect(found?.customer).toMatchObject({ channel: 'email', ownerId: boss.id });
    expect(await talks(boss, found?.customer?.id ?? '')).toMatchObject([{ id: item.interactionId }]);
  });

  it('offer their choices where several customers have the number', async () => {
    const number = freshPhone();
    const accept = { acceptDuplicates: true, duplicateReason: 'the same house' };
    const first = await create(anna, { name: 'First', phones: [phone(number)] });
    const second = await ask<Customer>(anna, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Second', phones: [phone(number)] },
      ...accept,
    });
    const { id, state } = await ingest(number, { channel: 'message' });
    expect(state).toBe('open');
    const item = await ask<TriageItem>(boss, 'TriageService/GetTriageItem', { id });
    expect(item.candidates.map(({ customerName }) => customerName).sort()).toEqual(['First', 'Second']);
    await ask(boss, 'TriageService/AssignTriageItem', { id, customerId: second.id });
    expect(await talks(anna, second.id)).toHaveLength(1);
    expect(await talks(anna, first.id)).toHaveLength(0);
  });

  it('are discarded with a reason, and nobody without the right sees the tray', async () => {
    const { id } = await ingest('spam@mail-three.example');
    await ask(boss, 'TriageService/DiscardTriageItem', { id, reason: 'spam' });
    expect((await tray(boss)).map((item) => item.id)).not.toContain(id);
    await expect(tray(anna)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ask(anna, 'TriageService/IngestInteraction', {
        source: 'x',
        externalId: '1',
        channel: 'email',
        content: 'x',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('show no name to who may not see the customer', async () => {
    const number = freshPhone();
    await create(boris, { name: 'Secret of Boris', phones: [phone(number)] });
    await ask(boris, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Secret two', phones: [phone(number)] },
      acceptDuplicates: true,
      duplicateReason: 'the same house',
    });
    const { id } = await ingest(number, { channel: 'message' });
    const item = await ask<TriageItem>(boss, 'TriageService/GetTriageItem', { id });
    expect(item.candidates).toHaveLength(2);
    expect(JSON.stringify(item)).not.toContain('Secret');
  });
});
