import { internal, owned } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { checkOwnedObjects } from './owned-objects.js';

@Guarded(owned('owner_id', 'customer'))
class Moving {}

@Guarded(owned('guardian_id', 'customer'), { audited: false })
class Copied {}

@Guarded(internal())
class Nobodys {}

@Guarded(owned('owner_id', 'contact'))
class Unsaid {}

it('lets a service start whose owned rows are said to move, or not', () => {
  expect(() => checkOwnedObjects([Moving, Nobodys], 'customer')).not.toThrow();
});

it('keeps a service from starting whose rows would stay behind without a word', () => {
  expect(() => checkOwnedObjects([Moving, Unsaid], 'customer')).toThrow('Rows of Unsaid have an owner');
});

it('lets a service keep a copy of what another one moves, and takes nothing else for a copy', () => {
  expect(() => checkOwnedObjects([Copied, Nobodys], 'sales-pipeline')).not.toThrow();
  expect(() => checkOwnedObjects([Moving], 'sales-pipeline')).toThrow(
    'Rows of Moving are a copy of customer, which customer owns and audits',
  );
});
