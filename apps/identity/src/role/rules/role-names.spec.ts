import { defaultRoles } from '@kontor/access/default-roles';
import { shippedName, storedName } from './role-names.js';

it.each(defaultRoles.map(({ id }) => id))('%s has a name of its own in every language', (id) => {
  const names = new Set([shippedName(id, 'zh-CN'), shippedName(id, 'ru'), shippedName(id, 'en')]);
  expect(names.size).toBe(3);
});

it('a role without a name here is called by its id', () => {
  expect(shippedName('sales-engineer', 'ru')).toBe('Sales engineer');
});

it('a changed role keeps the name that the company gave it, and else reads in every language', () => {
  expect(storedName({ id: 'manager', name: 'Руководитель' }, 'zh-CN')).toBe('主管');
  expect(storedName({ id: 'manager', name: 'Boss' }, 'zh-CN')).toBe('Boss');
  expect(storedName({ id: 'toString', name: 'x' }, 'ru')).toBe('x');
});
