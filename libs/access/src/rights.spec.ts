import { contract } from '@kontor/schema/contract';
import type { RoleRights } from './default-roles.js';
import { alwaysShown, Rights, shippedRights } from './rights.js';

const role = (more: Partial<RoleRights>): RoleRights => ({
  ...{ id: 'some', permissions: [], deniedPermissions: [], reaches: [], names: [], fields: [] },
  ...more,
});
const field = (name: string, right: RoleRights['fields'][number]['right'], object = 'product') => ({
  object,
  field: name,
  right,
});
const fields = (...list: RoleRights['fields']) => role({ fields: list });
const administrator = role({ id: 'administrator' });

describe('permissions', () => {
  it('add up over the roles', () => {
    const rights = new Rights([
      role({ permissions: ['customer.read'] }),
      role({ permissions: ['customer.write'] }),
    ]);
    expect(['customer.read', 'customer.write', 'customer.import'].map((one) => rights.may(one))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('that one role denies none gives, in whatever order', () => {
    const gives = role({ permissions: ['customer.read'] });
    const denies = role({ deniedPermissions: ['customer.read'] });
    for (const roles of [
      [gives, denies],
      [denies, gives],
      [role({ ...gives, deniedPermissions: ['customer.read'] })],
    ])
      expect(new Rights(roles).may('customer.read')).toBe(false);
  });

  it('of an administrator are all, and nothing denies them', () => {
    const rights = new Rights([administrator, role({ deniedPermissions: ['customer.read'] })]);
    expect([rights.all, rights.may('customer.read'), rights.may('anything')]).toEqual([true, true, true]);
  });

  it('of nobody’s roles are none', () => {
    expect(new Rights([]).may('customer.read')).toBe(false);
    expect(shippedRights(['constructor', 'emperor']).may('customer.read')).toBe(false);
  });
});

describe('reaches', () => {
  const reaching = (reach: RoleRights['reaches'][number]['reach']) =>
    role({ reaches: [{ object: 'customer', reach }] });

  it('add up over the roles, and are the line where a role names none', () => {
    expect(new Rights([reaching('own'), reaching('unit')]).reaches('customer')).toEqual(
      new Set(['own', 'unit']),
    );
    expect(new Rights([reaching('own'), role({})]).reaches('customer')).toEqual(new Set(['own', 'line']));
    expect(new Rights([reaching('own')]).reaches('contact')).toEqual(new Set(['line']));
  });

  it('are all for an administrator, and none beyond the own records without a role', () => {
    expect(new Rights([administrator, reaching('own')]).reaches('customer')).toEqual(new Set(['all']));
    expect(new Rights([]).reaches('customer')).toEqual(new Set());
  });
});

describe('the right on a field', () => {
  const of = (name: string, ...roles: RoleRights[]) => new Rights(roles).field('product', name);

  it('is write where no role names the field, and none where the contract guards it', () => {
    expect(of('name', role({}))).toBe('write');
    expect(of('standardCost', role({}))).toBe('none');
    expect(of('name')).toBe('write');
  });

  it('is the highest of the roles that name it', () => {
    const roles = [fields(field('name', 'mask')), fields(field('name', 'read')), role({})];
    expect(of('name', ...roles)).toBe('read');
    expect(of('standardCost', fields(field('standardCost', 'write')), role({}))).toBe('write');
  });

  it('is none as soon as one role says so', () => {
    const roles = [fields(field('name', 'write')), fields(field('name', 'none'))];
    expect([of('name', ...roles), of('name', ...roles.toReversed())]).toEqual(['none', 'none']);
  });

  it('is that of the least of the fields that it is worked out from', () => {
    expect(of('margin', role({}))).toBe('none');
    expect(of('margin', fields(field('standardCost', 'read')))).toBe('read');
    expect(of('margin', fields(field('standardCost', 'read'), field('price', 'none')))).toBe('none');
    expect(of('margin', fields(field('standardCost', 'read'), field('price', 'mask')))).toBe('mask');
    expect(of('margin', fields(field('standardCost', 'write'), field('margin', 'none')))).toBe('none');
    expect(of('margin', fields(field('margin', 'write')))).toBe('none');
  });

  it('on id and etag is never taken, and on what is no field never given', () => {
    for (const name of alwaysShown) expect(of(name, fields(field(name, 'none')))).toBe('write');
    expect(of('constructor', role({}))).toBe('none');
    expect(new Rights([role({})]).field('unicorn', 'name')).toBe('none');
  });

  it('is write on everything for an administrator', () => {
    expect(of('standardCost', administrator, fields(field('standardCost', 'none')))).toBe('write');
  });
});

describe('the limits of an object', () => {
  it('are none where every field is free, and for administrators', () => {
    expect(new Rights([role({})]).limits('contact')).toBeUndefined();
    expect(new Rights([administrator]).limits('product')).toBeUndefined();
  });

  it('name what is hidden, masked and not to be changed', () => {
    const limits = new Rights([fields(field('name', 'mask'), field('price', 'read'))]).limits('product');
    expect(limits?.hidden).toEqual(new Set(['standardCost', 'margin', 'marginPercent']));
    expect(limits?.masked).toEqual(new Set(['name']));
    expect(limits?.unwritable).toEqual(new Set(['standardCost', 'margin', 'marginPercent', 'name', 'price']));
  });

  it('hide every field that the contract guards from who has no role, in every object', () => {
    const rights = new Rights([]);
    for (const { name, message } of contract.objects()) {
      const guarded = contract.fields(message).filter(({ rules }) => rules.guarded);
      for (const one of guarded) expect(rights.limits(name)?.hidden).toContain(one.name);
    }
  });
});

describe('the name-only view', () => {
  const view = (object: string, ...list: string[]) => role({ names: [{ object, fields: list }] });

  it('is there only where a role gives it, for that object', () => {
    expect(new Rights([role({})]).names('customer')).toBeUndefined();
    expect(new Rights([view('customer', 'name')]).names('contact')).toBeUndefined();
  });

  it('shows id, etag and the fields of all the roles that give it', () => {
    const rights = new Rights([view('customer', 'name'), role({}), view('customer', 'city')]);
    expect([...(rights.names('customer') ?? [])].sort()).toEqual(['city', 'etag', 'id', 'name']);
  });

  it('shows name, number, owner and status where it names no field, as far as the object has them', () => {
    const names = new Rights([view('customer'), view('contact')]);
    expect([...(names.names('customer') ?? [])].sort()).toEqual([
      'etag',
      'id',
      'name',
      'number',
      'ownerId',
      'status',
    ]);
    expect(names.names('contact')).toEqual(expect.arrayContaining(['id', 'name']));
    expect(names.names('contact')).not.toContain('number');
  });

  it('shows no field that is hidden from the holder, be it named', () => {
    const rights = new Rights([view('product', 'name', 'standardCost', 'margin')]);
    expect(rights.names('product')).not.toContain('standardCost');
    expect(rights.names('product')).not.toContain('margin');
    const denied = new Rights([view('product', 'name'), fields(field('name', 'none'))]);
    expect(denied.names('product')).not.toContain('name');
  });

  it('shows nothing of what the contract does not know', () => {
    expect(new Rights([view('unicorn', 'name')]).names('unicorn')).toEqual([]);
  });
});
