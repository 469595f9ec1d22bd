import { contract } from '@kontor/schema/contract';
import { fieldsByName, queryFields } from './fields.js';

describe('the fields of a list', () => {
  const customer = contract.fields('kontor.customer.v1.Customer');
  const fields = queryFields(customer);

  it('are those that the contract marks filterable or sortable', () => {
    const marked = customer.filter(({ rules }) => rules.filterable || rules.sortable).map(({ name }) => name);
    expect([...fields.keys()]).toEqual(marked);
    expect(fields.has('note')).toBe(false);
    expect(fields.get('kind')).toMatchObject({ filterable: true, sortable: false });
  });

  it.each([
    ['id', { column: 'id', type: 'uuid', nullable: false }],
    ['name', { column: 'name', type: 'text', nullable: false }],
    ['city', { column: 'city', type: 'text', nullable: true }],
    ['status', { column: 'status', type: 'word', nullable: true }],
    ['kind', { type: 'word', words: ['company', 'person'], nullable: false }],
    ['ownerId', { column: 'owner_id', type: 'uuid' }],
    ['nextContactTime', { column: 'next_contact_time', type: 'time', nullable: true }],
    ['createTime', { column: 'create_time', type: 'time', nullable: false }],
  ])('take column, type and nullability of %s from the contract', (name, expected) => {
    expect(fields.get(name)).toMatchObject(expected);
  });

  it('are decimals, compared as numbers, where the contract says that a text is one', () => {
    const product = queryFields(contract.fields('kontor.sales_pipeline.v1.Product'));
    expect(product.get('standardCost')).toMatchObject({ type: 'decimal', nullable: true });
  });

  it('follow what a service says better', () => {
    const told = queryFields(customer, { status: { nullable: false }, city: { sortable: false } });
    expect(told.get('status')?.nullable).toBe(false);
    expect(told.get('city')).toMatchObject({ sortable: false, filterable: true });
    expect(() => queryFields(customer, { stauts: { nullable: false } })).toThrow('stauts');
  });

  it('have distinct names', () => {
    const [field] = fields.values();
    expect(() => fieldsByName(field ? [field, field] : [])).toThrow('same name');
  });
});
