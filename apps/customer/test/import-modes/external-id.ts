import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TestPerson } from '@kontor/testing/service';
import { anna, boss, byId, find, freshSource, other, stage } from './scene.js';

describe('a customer by an external id', () => {
  const upsert = (person: TestPerson, source: string, customer: object, more: object = {}) =>
    stage.service.call<Customer>(person, `${byId}/UpsertCustomer`, {
      source,
      externalId: 'x-1',
      customer,
      updateMask: Object.keys(customer),
      ...more,
    });

  it('is made once and changed after, by the keys that are there', async () => {
    const source = freshSource();
    const made = await upsert(anna, source, { kind: 'company', name: 'Up', segment: 's' });
    expect(made).toMatchObject({ source, externalId: 'x-1', etag: '1', ownerId: anna.id });
    const changed = await upsert(anna, source, { name: 'Upper' }, { etag: '1' });
    expect(changed).toMatchObject({ id: made.id, name: 'Upper', segment: 's', etag: '2' });
    await expect(upsert(anna, source, { name: 'Old' }, { etag: '1' })).rejects.toMatchObject({
      code: 'stale',
    });
    await expect(upsert(anna, freshSource(), { name: 'No kind' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(upsert(anna, source, { externalId: 'x-2' })).rejects.toMatchObject({
      fields: [{ field: 'externalId', reason: 'external-id-differs' }],
    });
  });

  it('is nobody else’s to change or to see', async () => {
    const source = freshSource();
    await upsert(anna, source, { kind: 'company', name: 'Secret' });
    await expect(upsert(other, source, { name: 'Mine' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'external-id-taken',
    });
    await expect(find(other, source, 'x-1')).rejects.toMatchObject({ code: 'not_found' });
    expect(await find(boss, source, 'x-1')).toMatchObject({ name: 'Secret' });
  });

  it('is made by one and changed by the others where many come at once', async () => {
    const source = freshSource();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => upsert(anna, source, { kind: 'company', name: `Race ${i}` })),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.map(({ etag }) => Number(etag)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
