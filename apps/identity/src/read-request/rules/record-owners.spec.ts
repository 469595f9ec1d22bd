import { askableObject, recordOwners } from './record-owners.js';

it('records are owned by services that answer calls', () => {
  expect(recordOwners).toEqual(expect.arrayContaining(['customer', 'identity', 'notification']));
  expect(recordOwners).not.toContain('access');
});

it.each([
  ['customer', 'customer'],
  ['product', 'sales-pipeline'],
  ['share', undefined],
  ['unicorn', undefined],
])('about the object %s one asks the owner of %s', (name, service) => {
  expect(askableObject(name)?.service).toBe(service);
});
