import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { administrator } from '@kontor/access/default-roles';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type {
  CreateRoleRequest,
  DeleteRoleRequest,
  GetMyRightsResponse,
  GetRightsCatalogueResponse,
  ListRolesRequest,
  ListRolesResponse,
  UpdateRoleRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { checkLockout } from '../person/administrators.js';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { rightsCatalogue } from './rules/catalogue.js';
import { customFieldNames } from '../custom-field/custom-field-names.js';
import { knownRoles, type KnownRoles } from './known-roles.js';
import { listRoles } from './list-roles.js';
import { takeFromLeavers } from './leavers.js';
import { givenBeyond, heldBy } from './rules/escalation.js';
import { myRights } from './rules/my-rights.js';
import { newRoleFields, roleChanges } from './rules/role-changes.js';
import { isRoleId, roleFaults } from './rules/role-faults.js';
import { shippedRole } from './rules/shipped-roles.js';
import { checkHeld, heldByCaller } from './standing.js';
import { removeRole, storeRole } from './store-role.js';

/** Roles. Changes of them, and of who holds them, follow one after another: see locks.ts. */
@Injectable()
export class RoleService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Role'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  async create({ role }: CreateRoleRequest, call: Call): Promise<Role> {
    const id = role?.id ?? '';
    if (!isRoleId(id)) checkFaults([{ field: 'role.id', reason: 'role-id-form' }]);
    const { changes: fields, faults } = newRoleFields(role ?? {});
    checkFaults(faults);
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      checkFaults(roleFaults(fields, await customFieldNames(tx)));
      const known = await knownRoles(tx);
      if (known.get(id)) {
        const taken = [{ field: 'role.id', reason: 'role-id-taken' }];
        throw new AppError('conflict', 'role-id-taken', { fields: taken });
      }
      checkGiving(call, known, undefined, { ...emptyRole, ...fields, id });
      return storeRole(tx, id, fields, false, known.row(id), undefined);
    });
  }

  get(id: string, call: Call): Promise<Role> {
    return this.unitOfWork.read(call, async (tx) => found(await knownRoles(tx), id));
  }

  list(request: ListRolesRequest, call: Call): Promise<ListRolesResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows: roles, ...page } = await listRoles(tx, (await knownRoles(tx)).all(), request, {
        fields: this.fields,
        defaultOrder: 'id',
        method: call.method,
        secret: this.config.secret,
      });
      return { roles, ...page };
    });
  }

  async update(request: UpdateRoleRequest, call: Call): Promise<Role> {
    const mask = request.updateMask ?? [];
    const { changes, faults } = roleChanges(request.role ?? {}, mask);
    checkFaults(faults);
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const known = await knownRoles(tx);
      const before = found(known, request.id);
      expectEtag(before, request.etag);
      if (mask.length === 0) return before;
      refuseFixed(before);
      const after = { ...before, ...changes };
      checkFaults(roleFaults(after, await customFieldNames(tx)));
      checkGiving(call, known, before, after);
      await checkLockout(tx, known.rights, known.rightsWith(before.id, after));
      return storeRole(tx, before.id, after, before.builtIn, known.row(before.id), before);
    });
  }

  /** Removes a role that nobody holds; a built-in one goes back to what Kontor ships. Throws role-in-use. */
  async delete({ id, etag }: DeleteRoleRequest, call: Call): Promise<void> {
    await this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const known = await knownRoles(tx);
      const before = found(known, id);
      expectEtag(before, etag);
      refuseFixed(before);
      const row = known.row(id);
      // A built-in role that nobody changed is already what Kontor ships.
      if (!row || row.deleted) return {};
      if (before.builtIn) await this.checkReset(tx, call, known, before);
      else await takeFromLeavers(tx, id);
      await removeRole(tx, row);
      return {};
    });
  }

  /** Everything that a role may name, as of now. */
  catalogue(call: Call): Promise<GetRightsCatalogueResponse> {
    return this.unitOfWork.read(call, async (tx) =>
      rightsCatalogue(await tx.select(CustomFieldRow, 'TRUE', [], 'ORDER BY r.object, r.position, r.key')),
    );
  }

  /** What the caller's roles allow together, by the roles as they stand now. */
  mine(call: Call): Promise<GetMyRightsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const known = await knownRoles(tx);
      return myRights(heldBy(call.caller, known.rights(call.caller.roles)));
    });
  }

  private async checkReset(tx: Transaction, call: Call, known: KnownRoles, before: Role): Promise<void> {
    const shipped = shippedRole(before.id, 0, call.language);
    if (!shipped) return;
    checkGiving(call, known, before, shipped);
    await checkLockout(tx, known.rights, known.rightsWith(before.id, shipped));
  }
}

const emptyRole = { builtIn: false, etag: '' };

function found(known: KnownRoles, id: string): Role {
  const role = known.get(id);
  if (!role) throw new AppError('not_found', 'role-not-found');
  return role;
}

function refuseFixed({ id }: Role): void {
  if (id === administrator) throw new AppError('conflict', 'administrator-fixed');
}

/** Nobody puts into a role what they do not hold. */
function checkGiving(call: Call, known: KnownRoles, before: Role | undefined, after: Role): void {
  const held = heldByCaller(call, known);
  if (held) checkHeld(givenBeyond(held, before, after));
}
