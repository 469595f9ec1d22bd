import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { call, change, clerk, create, seller, service, stranger } from './scene.js';

describe('values of custom fields', () => {
  it('are kept in one form each and come back as they stand', async () => {
    const parent = await create();
    const custom = {
      nick: ' Big ',
      margin: 12.5,
      budget: { amount: '1000.50', currency: 'CNY' },
      founded: '1998-02-28',
      opens: '09:30',
      vip: false,
      industry: 'steel',
      tags: ['blue', 'red'],
      expert: clerk.id,
      parent: parent.id,
    };
    const { id } = await create(custom);
    const kept = { ...custom, nick: 'Big', margin: '12.5', region: 'north', tags: ['red', 'blue'] };
    expect((await call<Customer>(seller, 'GetCustomer', { id })).custom).toEqual({
      ...kept,
      budget: { amount: '1000.5', currency: 'CNY' },
    });
    await expect(call(stranger, 'GetCustomer', { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('change key by key, and null clears one', async () => {
    const { id } = await create({ nick: 'A', vip: true });
    expect((await change(id, { vip: null, margin: '7.0' })).custom).toEqual({
      nick: 'A',
      margin: '7',
      region: 'north',
    });
    expect((await change(id, { nick: null, margin: null, region: null })).custom).toBeUndefined();
  });

  it.each([
    [{ nothing: 1 }, 'nothing', 'unknown-field'],
    [{ nick: 5 }, 'nick', 'wrong-type'],
    [{ nick: 'far too long a nick' }, 'nick', 'too-long'],
    [{ nick: 'a\u0000' }, 'nick', 'control-character'],
    [{ margin: '1e3' }, 'margin', 'not-a-decimal'],
    [{ margin: 101 }, 'margin', 'too-large'],
    [{ budget: { amount: '1' } }, 'budget', 'not-a-currency'],
    [{ budget: '5 CNY' }, 'budget', 'custom-not-money'],
    [{ founded: '2023-02-29' }, 'founded', 'not-a-date'],
    [{ opens: '24:00' }, 'opens', 'custom-not-a-time'],
    [{ vip: 'yes' }, 'vip', 'wrong-type'],
    [{ industry: 'wood' }, 'industry', 'not-a-word'],
    [{ industry: 'coal' }, 'industry', 'custom-option-retired'],
    [{ tags: 'red' }, 'tags', 'wrong-type'],
    [{ expert: uuidv7() }, 'expert', 'unknown-person'],
    [{ parent: uuidv7() }, 'parent', 'custom-record-unknown'],
    [{ old: 'x' }, 'old', 'custom-field-retired'],
    [{ nick: { unknown: true } }, 'nick', 'custom-unknown-refused'],
  ])('are refused by name: %j', async (custom, key, reason) => {
    await expect(create(custom)).rejects.toMatchObject({ fields: [{ field: `custom.${key}`, reason }] });
  });

  it('name no record that the caller does not see, and say so in the caller’s language', async () => {
    const hidden = await create({}, {}, stranger);
    const request = { customer: { kind: 'company', name: 'X', custom: { parent: hidden.id } } };
    await expect(call(seller, 'CreateCustomer', request, 'ru')).rejects.toMatchObject({
      fields: [{ field: 'custom.parent' }],
      problem: { fields: [{ message: expect.stringMatching(/Такой записи нет/) }] },
    });
  });

  it('are asked for at their stage, where “unknown” is an answer, and not before', async () => {
    const { id } = await create();
    await change(id, undefined, { status: 'interested' });
    await expect(change(id, undefined, { status: 'negotiating' })).rejects.toMatchObject({
      fields: [{ field: 'custom.industry', reason: 'custom-required' }],
    });
    const unknown = { industry: { unknown: true } };
    const changed = await change(id, unknown, { status: 'negotiating' });
    expect(changed.custom).toMatchObject(unknown);
    await expect(change(id, { industry: null })).rejects.toMatchObject({
      fields: [{ reason: 'custom-required' }],
    });
    await change(id, undefined, { note: 'still the same stage' });
    const other = await create(undefined, { status: 'interested' });
    const interaction = { manner: 'call', content: 'We negotiate', customerStatus: 'negotiating' };
    await expect(
      call(seller, 'CreateInteraction', { customerId: other.id, interaction }),
    ).rejects.toMatchObject({ fields: [{ field: 'custom.industry', reason: 'custom-required' }] });
  });

  it('stand in contacts too', async () => {
    const { id } = await create();
    const contact = await call<Contact>(seller, 'CreateContact', {
      customerId: id,
      contact: { name: 'Lee', custom: { birthday: '1990-05-17' } },
    });
    expect(contact.custom).toEqual({ birthday: '1990-05-17' });
  });

  it('leave audit rows and events that name each field', async () => {
    const { id } = await create({ nick: 'A' });
    await change(id, { nick: 'B' });
    const rows = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE object_id = $1 AND action = 'update'`,
      [id],
    );
    expect(rows.map(({ changes }) => JSON.parse(changes) as unknown)).toEqual([
      { 'custom.nick': ['A', 'B'] },
    ]);
    const told = await service.events('kontor.customer.v1.CustomerChanged');
    expect(told.at(-1)).toMatchObject({ changed: ['custom.nick'], customer: { custom: { nick: 'B' } } });
  });
});
