import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type {
  CreateUnitRequest,
  DeleteUnitRequest,
  ListUnitsRequest,
  ListUnitsResponse,
  UpdateUnitRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { unitAndAbove } from '../lines.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { changePerson } from '../person/person.service.js';
import { checkCalendar, checkWorksHere } from '../person/references.js';
import { takesIntoOwn } from '../person/rules/own-place.js';
import { mayAll } from '../role/standing.js';
import { newUnitFields, unitChanges, type UnitFields } from './rules/unit-changes.js';
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
    const { changes, faults } = newUnitFields(unit ?? {});
    checkFaults(faults);
    return this.unitOfWork.write(call, async (tx) => {
      await takeTurns(tx, 'organisation');
      await checkParent(tx, undefined, changes.parentId);
      await checkPeopleAndCalendar(tx, changes);
      return tellOfUnit(tx, tx.insert(UnitRow, changes));
    });
  }

  get(id: string, call: Call): Promise<Unit> {
    return this.unitOfWork.read(call, async (tx) => asUnit(await tx.get(UnitRow, id)));
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
      if (placing.some((field) => field in changes)) await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(UnitRow, request.id);
      expectEtag(asUnit(before), request.etag);
      if (mask.length === 0) return asUnit(before);
      await checkParent(tx, before.id, changes.parentId);
      await checkOwnUnit(tx, call, before.id, changes.parentId);
      await checkPeopleAndCalendar(tx, changes);
      return tellOfUnit(tx, tx.update<UnitRow>(UnitRow, before, changes));
    });
  }

  /** Removes a unit that is empty. People who left are no reason to keep it: their history tells where they were. */
  async delete({ id, etag }: DeleteUnitRequest, call: Call): Promise<void> {
    await this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const unit = await tx.getForUpdate(UnitRow, id);
      expectEtag(asUnit(unit), etag);
      const below = await tx.select(UnitRow, 'r.parent_id = $1', [id], 'LIMIT 1');
      const people = await tx.select(
        PersonRow,
        'r.unit_id = $1',
        [id],
        'ORDER BY r.id FOR NO KEY UPDATE OF r',
      );
      if (below.length > 0 || people.some(({ status }) => status !== 'left')) {
        throw new AppError('conflict', 'unit-not-empty');
      }
      for (const person of people) await changePerson(tx, person, { unitId: undefined });
      tx.delete(UnitRow, unit);
      const version = unit.version + 1;
      tx.emit('kontor.identity.v1.UnitDeleted', { id, version }, { unitId: id, etag: String(version) });
      return {};
    });
  }
}

/** Fields whose change other records hang on: such changes follow one after another. */
const placing = ['parentId', 'headId', 'calendarId'] as const;

async function checkPeopleAndCalendar(
  tx: Transaction,
  { headId, calendarId }: Partial<UnitFields>,
): Promise<void> {
  if (headId) await checkWorksHere(tx, headId, 'unit.headId', 'unknown-head');
  await checkCalendar(tx, calendarId, 'unit.calendarId');
}

/** Tells of a unit's new state. */
export function tellOfUnit(tx: Transaction, row: UnitRow): Unit {
  const unit = asUnit(row);
  tx.emit('kontor.identity.v1.UnitChanged', { id: row.id, version: row.version }, { unit });
  return unit;
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

/** Nobody but an administrator takes a unit, and whoever works there, into the own unit. Throws own-line. */
async function checkOwnUnit(
  tx: Transaction,
  call: Call,
  unitId: string,
  parentId: string | undefined,
): Promise<void> {
  if (!parentId || (await mayAll(tx, call))) return;
  const own = (await tx.find(PersonRow, call.caller.personId))?.unitId;
  if (!own || !takesIntoOwn(own, await unitAndAbove(tx, unitId), await unitAndAbove(tx, parentId))) return;
  throw new AppError('forbidden', 'own-line', { fields: [{ field: 'unit.parentId', reason: 'own-line' }] });
}

function asUnit({ version: _, ...unit }: UnitRow): Unit {
  return unit;
}
