import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import type {
  CreateSubstitutionRequest,
  ListSubstitutionsRequest,
  ListSubstitutionsResponse,
  UpdateSubstitutionRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/substitution_service';
import { databaseTime } from '@kontor/database/database-time';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import type { Where } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { personAndAbove } from '../lines.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { checkStanding } from '../role/standing.js';
import { belowStatement } from './acting.js';
import { newStandIn, standInChanges } from './rules/stand-in-fields.js';
import { calledOff, periodFaults, statusAt } from './rules/substitution.js';
import { absenceRefusal, approverOf, within } from './rules/who-may.js';
import { asSubstitution, checkBesideOthers, tellOfSubstitution } from './substitution-changes.js';
import { SubstitutionRow } from './substitution.entity.js';
import { tellBoth, tellSuperior } from './tell.js';

/** Who stands in for whom. Changes follow one after another: two that are each fine could together close a circle. */
@Injectable()
export class SubstitutionService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Substitution'), {
    personId: { nullable: false },
    substituteId: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  create({ substitution }: CreateSubstitutionRequest, call: Call): Promise<Substitution> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const now = await databaseTime(tx);
      const { fields, faults } = newStandIn(substitution ?? {}, call.caller.personId, now);
      checkFaults([...faults, ...periodFaults(fields.startTime, fields.endTime, now)]);
      const line = await checkPeople(tx, call, fields);
      await checkBesideOthers(tx, { id: noId, ...fields }, now);
      const approverId = approverOf(call.caller, fields.personId, line);
      const row = tx.insert(SubstitutionRow, { ...fields, approverId });
      tellOfSubstitution(tx, row);
      await tellBoth(tx, row, call.caller.personId);
      if (!approverId) await tellSuperior(tx, row, line);
      return asSubstitution(row, now);
    });
  }

  get(id: string, call: Call): Promise<Substitution> {
    return this.unitOfWork.read(ownCall(call), async (tx) =>
      asSubstitution(await this.shown(tx, id, call), await databaseTime(tx)),
    );
  }

  list(request: ListSubstitutionsRequest, call: Call): Promise<ListSubstitutionsResponse> {
    return this.unitOfWork.read(ownCall(call), async (tx) => {
      const now = await databaseTime(tx);
      const { rows, ...page } = await listRows(tx, SubstitutionRow, 'substitution', request, {
        fields: this.fields,
        defaultOrder: 'startTime desc',
        method: call.method,
        secret: this.config.secret,
        scope: concerning(call),
      });
      return { substitutions: rows.map((row) => asSubstitution(row, now)), ...page };
    });
  }

  update(request: UpdateSubstitutionRequest, call: Call): Promise<Substitution> {
    const mask = request.updateMask ?? [];
    return this.change(request.id, call, async (tx, before, now, line) => {
      expectEtag(asSubstitution(before, now), request.etag);
      const { changes, faults } = standInChanges(request.substitution ?? {}, mask, before, now);
      checkFaults(faults);
      const after = { ...before, ...changes };
      if (changes.startTime ?? changes.endTime) {
        checkFaults(periodFaults(after.startTime, after.endTime, now));
        await checkBesideOthers(tx, after, now);
      }
      // What was agreed on were other days; less of them need no new word.
      const agreed = within(after, before) ? before.approverId : undefined;
      const approverId = agreed ?? approverOf(call.caller, before.personId, line);
      return approverId === before.approverId ? changes : { ...changes, approverId };
    });
  }

  cancel(id: string, call: Call): Promise<Substitution> {
    return this.change(id, call, (_tx, before, now) => Promise.resolve(calledOff(before, now)));
  }

  /** Agrees to the absence, by who is above or manages people; again it changes nothing. */
  approve(id: string, call: Call): Promise<Substitution> {
    return this.change(id, call, (_tx, { personId, approverId }, _now, line) => {
      const approver = approverOf(call.caller, personId, line);
      if (!approver) throw new AppError('forbidden', 'not-own-absence');
      return Promise.resolve(approverId ? {} : { approverId: approver });
    });
  }

  /** Changes what has not ended, for who may decide about the person's absence. */
  private change(
    id: string,
    call: Call,
    changesOf: (
      tx: Transaction,
      before: SubstitutionRow,
      now: string,
      personAndAbove: readonly string[],
    ) => Promise<Partial<SubstitutionRow>>,
  ): Promise<Substitution> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const now = await databaseTime(tx);
      const before = await this.shown(tx, id, call, 'FOR NO KEY UPDATE OF r');
      const line = await checkDecider(tx, call, before);
      if (['ended', 'cancelled'].includes(statusAt(before, now))) {
        throw new AppError('conflict', 'substitution-over');
      }
      const changes = await changesOf(tx, before, now, line);
      if (Object.keys(changes).length === 0) return asSubstitution(before, now);
      const after = tx.update<SubstitutionRow>(SubstitutionRow, before, changes);
      tellOfSubstitution(tx, after);
      if (after.cancelTime) await tellBoth(tx, after, call.caller.personId);
      if (before.approverId && !after.approverId) await tellSuperior(tx, after, line);
      return asSubstitution(after, now);
    });
  }

  private async shown(tx: Transaction, id: string, call: Call, tail = ''): Promise<SubstitutionRow> {
    const { where, params } = concerning(call);
    const idAt = `$${params.push(id)}`;
    const [row] = await tx.select(SubstitutionRow, `(${where}) AND r.id = ${idAt}`, params, tail);
    if (!row) throw new AppError('not_found', 'substitution-not-found');
    return row;
  }
}

/** Id of a substitution that has none yet. */
const noId = '00000000-0000-0000-0000-000000000000';

/** Those of the caller and of everybody below; all for who manages people. */
function concerning({ caller }: Call): Where {
  if (may(caller, 'person.manage')) return { where: 'TRUE', params: [] };
  const mine = `r.person_id = ANY ($1::uuid[]) OR r.substitute_id = ANY ($1::uuid[])`;
  return { where: `${mine} OR r.person_id IN (${belowStatement('$1')})`, params: [[caller.personId]] };
}

async function checkDecider(
  tx: Transaction,
  call: Call,
  { personId, substituteId }: Pick<SubstitutionRow, 'personId' | 'substituteId'>,
): Promise<string[]> {
  const { caller } = call;
  const asker = { personId: caller.personId, managesPeople: may(caller, 'person.manage') };
  const line = await personAndAbove(tx, personId);
  const refusal = absenceRefusal(asker, substituteId, line);
  if (refusal) throw new AppError('forbidden', refusal);
  // Who manages people decides only for those who may no more: else a helper could be given what the caller has not.
  const absent = line.includes(caller.personId) ? undefined : await tx.find(PersonRow, personId);
  if (absent) await checkStanding(tx, call, absent);
  return line;
}

/** Both must work here, and the substitute go on doing so. */
async function checkPeople(
  tx: Transaction,
  call: Call,
  fields: Pick<SubstitutionRow, 'personId' | 'substituteId'>,
): Promise<string[]> {
  const { personId, substituteId } = fields;
  const line = await checkDecider(tx, call, fields);
  const field = 'substitution.substituteId';
  if (personId === substituteId) checkFaults([{ field, reason: 'substitute-is-absent' }]);
  const absent = await tx.find(PersonRow, personId);
  if (!absent) checkFaults([{ field: 'substitution.personId', reason: 'unknown-person' }]);
  if (absent?.status === 'left') checkFaults([{ field: 'substitution.personId', reason: 'person-left' }]);
  const substitute = await tx.find(PersonRow, substituteId);
  if (!substitute) checkFaults([{ field, reason: 'unknown-person' }]);
  if (substitute?.status !== 'active') checkFaults([{ field, reason: 'substitute-not-active' }]);
  return line;
}
