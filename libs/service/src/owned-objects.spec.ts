import { internal, owned } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { checkOwnedObjects } from './owned-objects.js';

@Guarded(owned('owner_id', 'customer'))
class Moving {}

@Guarded(internal())
class Nobodys {}

@Guarded(owned('owner_id', 'contact'))
class Unsaid {}

it('lets a service start whose owned rows are said to move, or not', () => {
  expect(() => checkOwnedObjects([Moving, Nobodys])).not.toThrow();
});

it('keeps a service from starting whose rows would stay behind without a word', () => {
  expect(() => checkOwnedObjects([Moving, Unsaid])).toThrow('Rows of Unsaid have an owner');
});
