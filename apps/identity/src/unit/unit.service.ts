import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type {
  CreateUnitRequest,
  ListUnitsRequest,
  ListUnitsResponse,
  UpdateUnitRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { checkEtag, checkFaults } from '../checks.js';
import { IdentityConfig } from '../config.js';
import { unitAndAbove } from '../lines.js';
import { takeTurns } from '../locks.js';
import { unitChanges } from './rules/unit-changes.js';
import { closesUnitCycle } from './rules/unit-cycle.js';
import { UnitRow } from './unit.entity.js';

/** Branches, departments and teams. */
@Injectable()
export class UnitService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Unit'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  async create({ unit }: CreateUnitRequest, call: Call): Promise<Unit> {
    const { changes, faults } = unitChanges(unit ?? {}, ['name', 'parentId']);
    checkFaults(faults);
    return this.unitOfWork.write(call, async (tx) => {
      await checkParent(tx, undefined, changes.parentId);
      return asUnit(tx.insert(UnitRow, { name: changes.name ?? '', parentId: changes.parentId }));
    });
  }

  list(request: ListUnitsRequest, call: Call): Promise<ListUnitsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, UnitRow, 'unit', request, {
        fields: this.fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.config.secret,
      });
      return { units: rows.map(asUnit), ...page };
    });
  }

  async update(request: UpdateUnitRequest, call: Call): Promise<Unit> {
    const mask = request.updateMask ?? [];
    const { changes, faults } = unitChanges(request.unit ?? {}, mask);
    checkFaults(faults);
    return this.unitOfWork.write(call, async (tx) => {
      if ('parentId' in changes) await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(UnitRow, request.id);
      checkEtag(request.etag, asUnit(before));
      if (mask.length === 0) return asUnit(before);
      await checkParent(tx, before.id, changes.parentId);
      return asUnit(tx.update<UnitRow>(UnitRow, before, changes));
    });
  }
}

/** The parent must exist, and not lie within the unit. */
async function checkParent(
  tx: Transaction,
  unitId: string | undefined,
  parentId: string | undefined,
): Promise<void> {
  if (!parentId) return;
  const line = await unitAndAbove(tx, parentId);
  if (line.length === 0) checkFaults([{ field: 'unit.parentId', reason: 'unknown-parent' }]);
  if (unitId === undefined || !closesUnitCycle(unitId, line)) return;
  throw new AppError('invalid', 'unit-cycle', { fields: [{ field: 'unit.parentId', reason: 'unit-cycle' }] });
}

function asUnit({ version: _, ...unit }: UnitRow): Unit {
  return unit;
}
