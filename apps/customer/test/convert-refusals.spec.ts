import { v7 as uuidv7 } from 'uuid';
import { copyRole } from '@kontor/people/role-copy';

import { convertStage } from './convert-stage.js';

const calls = '/kontor.customer.v1';
const { service, anna, boris, create, get, contactsOf, convert, conversion } = await convertStage();
afterAll(() => service.dispose());

describe('a conversion is refused, and nothing is changed,', () => {
  it('where the life cycle does not allow the status', async () => {
    const { id } = await create(anna, { status: 'cooperating' });
    await expect(convert(anna, id, { status: 'negotiating' })).rejects.toMatchObject({
      fields: [{ field: 'status', reason: 'status-step' }],
    });
    expect(await convert(anna, id)).toMatchObject({ status: 'cooperating', previousStatus: 'cooperating' });
    expect((await get(anna, id)).etag).toBe('1');
  });

  it('to those who may not make opportunities, or not write the status', async () => {
    const none = { deniedPermissions: [], reaches: [], names: [] };
    const role = { name: 'x', description: '', builtIn: false, etag: '1', ...none };
    const permissions = ['customer.read', 'customer.write', 'opportunity.write'];
    const readStatus = { object: 'customer', field: 'status', right: 'read' } as const;
    await service.know(async (tx) => {
      await copyRole(tx, {
        ...role,
        id: 'no-deals',
        permissions: permissions.slice(0, 2),
        fields: [],
      } as never);
      await copyRole(tx, { ...role, id: 'no-status', permissions, fields: [readStatus] } as never);
    });
    for (const [id, reason] of [
      ['no-deals', 'forbidden'],
      ['no-status', 'field-not-writable'],
    ] as const) {
      const person = await service.person({ name: id, roles: [id] });
      const { id: customerId } = await create(person);
      await expect(convert(person, customerId)).rejects.toMatchObject({ code: 'forbidden', reason });
      expect(await get(person, customerId)).toMatchObject({ status: 'prospect', etag: '1' });
    }
  });

  it('to those who do not see the customer', async () => {
    const { id } = await create(anna);
    const started = await convert(anna, id);
    await expect(convert(boris, id)).rejects.toMatchObject({
      code: 'not_found',
      reason: 'customer-not-found',
    });
    await expect(conversion(boris, started.id)).rejects.toMatchObject({ reason: 'conversion-not-found' });
    await expect(conversion(boris, uuidv7())).rejects.toMatchObject({ reason: 'conversion-not-found' });
  });

  it('where the contact is of another customer, or is given twice', async () => {
    const [one, other] = [await create(anna), await create(anna)];
    const { contactId } = await convert(anna, other.id, { contact: { name: 'Theirs' } });
    await expect(convert(anna, one.id, { contactId })).rejects.toMatchObject({
      fields: [{ field: 'contactId', reason: 'contact-of-another' }],
    });
    await expect(convert(anna, one.id, { contactId, contact: { name: 'New' } })).rejects.toMatchObject({
      fields: [{ reason: 'one-contact' }],
    });
    expect(await get(anna, one.id)).toMatchObject({ status: 'prospect', etag: '1' });
    expect(await contactsOf(anna, one.id)).toEqual([]);
  });

  it('where the customer has come to look like another one, also of others, until that is accepted', async () => {
    const name = `Zwilling GmbH ${uuidv7()}`;
    const { id } = await create(anna, { name });
    await service.call(boris, `${calls}.CustomerService/CreateCustomer`, {
      customer: { kind: 'company', name },
      acceptDuplicates: true,
      duplicateReason: 'Another site',
    });
    await expect(convert(anna, id)).rejects.toMatchObject({ code: 'conflict', reason: 'possible-duplicate' });
    expect((await get(anna, id)).status).toBe('prospect');
    const accepted = { acceptDuplicates: true, duplicateReason: 'Another site' };
    expect((await convert(anna, id, accepted)).state).toBe('started');
  });
});
