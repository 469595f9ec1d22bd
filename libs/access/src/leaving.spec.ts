import { nobody, type Caller } from './caller.js';
import { lostOnLeaving, may } from './permissions.js';

const manager: Caller = { ...nobody, kind: 'person', personId: 'p', roles: ['manager'] };

test('somebody who is leaving takes no data along and shares nothing, and goes on working', () => {
  expect(['customer.export', 'dossier.export', 'customer.share'].map(lostOnLeaving)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['customer.read', 'customer.write', 'export.read'].map(lostOnLeaving)).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(['manager', 'administrator'])('whatever the roles give: %s', (role) => {
  const caller = { ...manager, roles: [role] };
  expect([may(caller, 'customer.share'), may(caller, 'customer.read')]).toEqual([true, true]);
  const leaving = { ...caller, leaving: true };
  expect([may(leaving, 'customer.share'), may(leaving, 'customer.read')]).toEqual([false, true]);
});
