import { contract } from './contract.js';
import { shapeFor } from './limited-shape.js';
import { unwritableFields } from './unwritable.js';
import type { FieldRights, View } from './view.js';

const limited = (hidden: string[], masked: string[] = []): FieldRights => ({
  limits: (object) =>
    object === 'customer'
      ? {
          hidden: new Set(hidden),
          masked: new Set(masked),
          unwritable: new Set([...hidden, ...masked]),
        }
      : undefined,
  names: () => undefined,
});
const view = (rights: FieldRights, granted: string[] = []): View => ({
  rights,
  isNameOnly: () => false,
  granted: () => granted,
});
const message = contract.message('kontor.customer.v1.Customer');
const custom = { margin: '5', nick: 'Big', tags: ['a'], vip: true };
const shown = (rights: FieldRights, granted: string[] = []) =>
  shapeFor(message, { id: 'x', custom }, view(rights, granted))['custom'];

describe('custom fields that rights limit', () => {
  it('are left out, masked where they are text, and whole where nothing names them', () => {
    const rights = limited(['custom.margin'], ['custom.nick', 'custom.tags']);
    expect(shown(rights)).toEqual({ nick: '•••', vip: true });
    expect(shown(limited(['note']))).toBe(custom);
    expect(shown(limited(['custom']))).toBeUndefined();
  });

  it('are shown of one record where they were granted; all of them granted is none of the hidden', () => {
    const rights = limited(['custom.margin', 'custom.nick']);
    expect(shown(rights, ['custom.nick'])).toEqual({ nick: 'Big', tags: ['a'], vip: true });
    expect(shown(rights, ['custom'])).toEqual({ tags: ['a'], vip: true });
  });

  it('are named one by one where a request changes them', () => {
    const method = contract.method('/kontor.customer.v1.CustomerService/UpdateCustomer');
    const request = { id: 'x', customer: { custom: { margin: null, vip: false } }, updateMask: ['custom'] };
    expect(unwritableFields(method, request, limited(['custom.margin']))).toEqual(['custom.margin']);
    expect(unwritableFields(method, request, limited(['custom']))).toEqual(['custom']);
  });
});
