import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type {
  CountCustomersResponse,
  ListCustomersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { TestPerson } from '@kontor/testing/service';
import { staffedService } from './staff.js';

const calls = '/kontor.customer.v1.CustomerService';

const { service, boss, anna, boris } = await staffedService();
afterAll(() => service.dispose());

const create = (person: TestPerson, customer: Partial<Customer> = {}, key?: string) =>
  service.call<Customer>(
    person,
    `${calls}/CreateCustomer`,
    {
      customer: { kind: 'company', name: '北京灯塔科技有限公司', ...customer },
      acceptDuplicates: true,
      duplicateReason: 'Twins of the test.',
    },
    key ? { idempotencyKey: key } : {},
  );

const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });

const update = (person: TestPerson, id: string, customer: Partial<Customer>, more: object = {}) =>
  service.call<Customer>(person, `${calls}/UpdateCustomer`, {
    id,
    customer,
    updateMask: Object.keys(customer),
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
    ...more,
  });

const log = (person: TestPerson, customerId: string, interaction: Partial<Interaction> = {}) =>
  service.call<Interaction>(person, `${calls}/CreateInteraction`, {
    customerId,
    interaction: { manner: 'call', content: 'Talked about the spring order.', ...interaction },
  });

describe('creating a customer', () => {
  it('gives number, owner, status, channel, etag and E.164 beside the raw phone', async () => {
    const customer = await create(anna, { phones: [{ raw: '010-8888 6666', number: '', kind: 'work' }] });
    expect(customer).toMatchObject({
      name: '北京灯塔科技有限公司',
      ownerId: anna.id,
      status: 'prospect',
      channel: 'unknown',
      etag: '1',
      phones: [{ raw: '010-8888 6666', number: '+861088886666', kind: 'work' }],
    });
    expect(customer.number).toMatch(/^C-\d{4}-\d{6}$/);
    expect(customer).not.toHaveProperty('version');
    expect(await get(anna, customer.id)).toEqual(customer);
  });

  it('leaves an event with the whole state and an audit row', async () => {
    const customer = await create(anna, { name: 'Outbox & Sons' });
    const events = await service.events('kontor.customer.v1.CustomerCreated');
    expect(events.at(-1)?.customer).toMatchObject({
      id: customer.id,
      name: 'Outbox & Sons',
      ownerId: anna.id,
    });
    const audit = await service.ownerQuery('SELECT action, person_id FROM audit WHERE object_id = $1', [
      customer.id,
    ]);
    expect(audit).toEqual([{ action: 'create', person_id: anna.id }]);
  });

  it('happens once for one idempotency key, also when twenty copies race', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(anna, { name: 'Once' }, 'key-1')),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await expect(create(anna, { name: 'Twice' }, 'key-1')).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('is refused for a phone that is none, an owner out of reach and a taken external id', async () => {
    await expect(create(anna, { phones: [{ raw: '12', number: '', kind: 'work' }] })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'phones[0].raw', reason: 'not-a-phone' }],
    });
    await expect(create(anna, { ownerId: boris.id })).rejects.toMatchObject({
      fields: [{ field: 'ownerId', reason: 'owner-out-of-reach' }],
    });
    await create(anna, { source: 'erp', externalId: '4711' });
    await expect(create(boris, { source: 'erp', externalId: '4711' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'external-id-taken',
    });
  });

  it('may be done for somebody below', async () => {
    expect((await create(boss, { ownerId: boris.id })).ownerId).toBe(boris.id);
  });

  it('needs a sign-in', async () => {
    await expect(service.call(undefined, `${calls}/CreateCustomer`, { customer: {} })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('seeing customers', () => {
  it('is for the owner and everyone above, and for nobody beside', async () => {
    const customer = await create(anna);
    expect((await get(boss, customer.id)).id).toBe(customer.id);
    await expect(get(boris, customer.id)).rejects.toMatchObject({
      code: 'not_found',
      reason: 'customer-not-found',
    });
    const { customers } = await service.call<ListCustomersResponse>(boris, `${calls}/ListCustomers`, {
      pageSize: 200,
    });
    expect(customers.every(({ ownerId }) => ownerId === boris.id)).toBe(true);
  });

  it('is refused by the database itself when the predicate is missing', async () => {
    const customer = await create(anna);
    const { unitOfWork } = service.running;
    const caller = {
      kind: 'person',
      personId: boris.id,
      sessionId: '',
      roles: [],
      language: 'en',
      timeZone: 'UTC',
    } as const;
    const call = {
      caller,
      method: 'test',
      requestId: 'test',
      language: 'en',
      deadline: 0,
      fingerprint: '',
    } as const;
    const rows = await unitOfWork.read(call, (tx) =>
      tx.query('SELECT id FROM customer WHERE id = $1', [customer.id]),
    );
    expect(rows).toEqual([]);
    const changed = await unitOfWork.write(call, (tx) =>
      tx.query('UPDATE customer SET name = $2 WHERE id = $1 RETURNING id', [customer.id, 'stolen']),
    );
    expect(changed).toEqual([]);
    await expect(
      unitOfWork.write(call, (tx) => tx.query('UPDATE audit SET person_id = $1', ['nobody'])),
    ).rejects.toThrow(/permission denied/);
  });

  it('pages through all, filters and counts', async () => {
    const reader = await service.person({ name: 'Reader' });
    for (const city of ['北京', 'Москва', 'Berlin', '北京', 'Москва'])
      await create(reader, { addresses: [{ city } as never] });
    const list = (request: object) =>
      service.call<ListCustomersResponse>(reader, `${calls}/ListCustomers`, request);
    const first = await list({ pageSize: 2, withTotal: true });
    expect(first).toMatchObject({ totalSize: 5 });
    const second = await list({ pageSize: 2, pageToken: first.nextPageToken });
    const third = await list({ pageSize: 2, pageToken: second.nextPageToken });
    expect(third.nextPageToken).toBeUndefined();
    const ids = [first, second, third].flatMap(({ customers }) => customers.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
    const filter = JSON.stringify({ field: 'city', op: 'eq', value: 'Москва' });
    expect((await list({ filter })).customers).toHaveLength(2);
    const counts = await service.call<CountCustomersResponse>(reader, `${calls}/CountCustomers`, {});
    expect(counts).toEqual({ counts: [{ status: 'prospect', count: 5 }], totalSize: 5 });
  });
});

describe('changing a customer', () => {
  it('changes the fields sent, and only from the version that the caller saw', async () => {
    const customer = await create(anna, { segment: 'Consumer' });
    const changed = await update(anna, customer.id, { status: 'interested' }, { etag: '1' });
    expect(changed).toMatchObject({ status: 'interested', segment: 'Consumer', etag: '2' });
    await expect(update(anna, customer.id, { status: 'lost' }, { etag: '1' })).rejects.toMatchObject({
      code: 'stale',
      current: expect.objectContaining({ etag: '2', status: 'interested' }) as unknown,
    });
  });

  it('loses no accepted change when ten race', async () => {
    const customer = await create(anna);
    const edits = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => update(anna, customer.id, { note: `edit ${i}` })),
    );
    const accepted = edits.filter(({ status }) => status === 'fulfilled').length;
    expect((await get(anna, customer.id)).etag).toBe(String(1 + accepted));
    expect(accepted).toBeGreaterThan(0);
  });

  it('follows the life cycle, keeps the first channel, and gives owners only by transfer', async () => {
    const customer = await create(anna, { status: 'cooperating', channel: 'referral' });
    await expect(update(anna, customer.id, { status: 'prospect' })).rejects.toMatchObject({
      fields: [{ field: 'status', reason: 'status-step' }],
    });
    await expect(update(anna, customer.id, { channel: 'phone' })).rejects.toMatchObject({
      reason: 'channel-needs-manager',
    });
    await expect(update(boss, customer.id, { channel: 'phone' })).rejects.toMatchObject({
      fields: [{ field: 'reason', reason: 'channel-needs-reason' }],
    });
    expect(
      (await update(boss, customer.id, { channel: 'phone' }, { reason: 'He called first.' })).channel,
    ).toBe('phone');
    await expect(update(anna, customer.id, { ownerId: boris.id })).rejects.toMatchObject({
      fields: [{ field: 'ownerId', reason: 'owner-by-transfer' }],
    });
  });

  it('is transferred by a manager, and gone for the former owner', async () => {
    const customer = await create(anna);
    const transfer = (person: TestPerson) =>
      service.call<Customer>(person, `${calls}/TransferCustomer`, { id: customer.id, ownerId: boris.id });
    await expect(transfer(anna)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await transfer(boss)).ownerId).toBe(boris.id);
    await expect(get(anna, customer.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await get(boris, customer.id)).ownerId).toBe(boris.id);
  });
});

describe('contacts and talks', () => {
  it('are hidden with the customer, whoever logged them', async () => {
    const customer = await create(anna);
    const contact = await service.call<Contact>(anna, `${calls}/CreateContact`, {
      customerId: customer.id,
      contact: { name: '李雷', phones: [{ raw: '+7 (495) 123-45-67', kind: 'mobile' }] },
      acceptDuplicates: true,
      duplicateReason: 'Twins of the test.',
    });
    expect(contact.phones[0]?.number).toBe('+74951234567');
    const path = { customerId: customer.id, id: contact.id };
    expect(await service.call(boss, `${calls}/GetContact`, path)).toEqual(contact);
    await expect(service.call(boris, `${calls}/GetContact`, path)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(log(boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('reclassify the customer, set last and next contact, and plan one reminder', async () => {
    const customer = await create(anna, { name: 'Reminded' });
    const talk = await log(anna, customer.id, {
      customerStatus: 'interested',
      nextAction: 'Send the offer',
      nextContactTime: '2031-03-30T02:30',
      nextContactTimeZone: 'Europe/Berlin',
    });
    const after = await get(anna, customer.id);
    expect(after).toMatchObject({
      status: 'interested',
      lastContactTime: talk.talkTime,
      nextContactTime: '2031-03-30T01:30:00.000Z',
    });
    expect((await service.events('kontor.notification.v1.ReminderSet')).at(-1)).toMatchObject({
      key: `customers/${customer.id}/next-contact`,
      personId: anna.id,
      dueTime: '2031-03-30T02:30',
      timeZone: 'Europe/Berlin',
      values: { customerName: 'Reminded', nextAction: 'Send the offer' },
    });
    await log(anna, customer.id);
    expect(await get(anna, customer.id)).not.toHaveProperty('nextContactTime');
    expect((await service.events('kontor.notification.v1.ReminderCancelled')).at(-1)?.key).toBe(
      `customers/${customer.id}/next-contact`,
    );
  });

  it('re-plan the reminder for the new owner', async () => {
    const customer = await create(anna);
    await log(anna, customer.id, { nextContactTime: '2031-01-01T09:00' });
    await service.call(boss, `${calls}/TransferCustomer`, { id: customer.id, ownerId: boris.id });
    expect((await service.events('kontor.notification.v1.ReminderSet')).at(-1)).toMatchObject({
      personId: boris.id,
      timeZone: 'Asia/Shanghai',
    });
  });

  it('belong to their author and are not in the future', async () => {
    const customer = await create(anna);
    const talk = await log(anna, customer.id);
    const amend = (person: TestPerson) =>
      service.call<Interaction>(person, `${calls}/UpdateInteraction`, {
        customerId: customer.id,
        id: talk.id,
        interaction: { content: 'Corrected.' },
        updateMask: ['content'],
      });
    await expect(amend(boss)).rejects.toMatchObject({ reason: 'not-the-author' });
    expect(await amend(anna)).toMatchObject({ content: 'Corrected.', amendments: [] });
    await expect(log(anna, customer.id, { talkTime: '2199-01-01T00:00:00Z' })).rejects.toMatchObject({
      fields: [{ field: 'talkTime', reason: 'talk-in-future' }],
    });
  });
});
