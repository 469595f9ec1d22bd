import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';

/** What rights need to know of a role. */
export type RoleRights = Pick<
  Role,
  'id' | 'permissions' | 'deniedPermissions' | 'reaches' | 'names' | 'fields'
>;

/** Id of the role that may all and reaches all; it is never changed, denied anything or taken from the last who holds it. */
export const administrator = 'administrator';

const everybody = [
  'session.own',
  'credential.own',
  'notice.own',
  'person.read',
  'substitution.own',
  'read-request.own',
];
const sales = [
  ...everybody,
  'customer.read',
  'customer.write',
  'customer.import',
  'customer.share',
  'segment.read',
  'segment.write',
  'customer.search',
  'prospect.claim',
  'product.read',
  'opportunity.read',
  'opportunity.write',
];

/**
 * The roles that Kontor comes with, as long as nobody changes them. Administrators have no list: they hold every
 * permission that a call of the contract needs.
 */
export const defaultRoles: readonly RoleRights[] = [
  { ...nothing(administrator), permissions: [] },
  {
    ...nothing('manager'),
    permissions: [
      ...sales,
      'customer.transfer',
      'customer.rotate',
      'customer.export',
      'prospect.assign',
      'strategy.read',
      'customer.merge',
      'handover.manage',
      'customer.channel',
      'file.remove',
      'triage.manage',
      'visit-plan.manage',
      'web-submission.manage',
      'audit.read',
      'product.write',
    ],
    fields: [{ object: 'product', field: 'standardCost', right: 'read' }],
  },
  { ...nothing('salesperson'), permissions: sales },
];

function nothing(id: string): RoleRights {
  return { id, permissions: [], deniedPermissions: [], reaches: [], names: [], fields: [] };
}
