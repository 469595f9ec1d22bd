import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type {
  LeavePersonRequest,
  MarkPersonLeftRequest,
  ListAssignmentsRequest,
  ListAssignmentsResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/employment_service';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { personAndAbove } from '../lines.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { CredentialRow } from '../person/credential.entity.js';
import { PersonRow } from '../person/person.entity.js';
import { checkAdministrators } from '../person/administrators.js';
import { changePerson } from '../person/person.service.js';
import { checkStanding } from '../role/standing.js';
import { replaceTarget } from '../handover/handover-process.js';
import { keepRecords } from '../handover/leaver.js';
import { AssignmentRow } from './assignment.entity.js';
import { leaveForGood } from './farewell.js';
import { maySeeAssignments } from './rules/assignment.js';
import { isPastDay, lifeStepRefusals, statusAfter, type LifeStep } from './rules/life-cycle.js';

/** The way of people through the company: leaving, returning, and where they worked. */
@Injectable()
export class EmploymentService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Assignment'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  leave({ id, lastDay }: LeavePersonRequest, call: Call): Promise<Person> {
    return this.farewell(
      id,
      call,
      async (tx, before) => {
        const now = Temporal.Instant.from(await databaseTime(tx));
        const today = now.toZonedDateTimeISO(before.timeZone).toPlainDate().toString();
        if (lastDay && isPastDay(lastDay, today)) checkFaults([{ field: 'lastDay', reason: 'past-day' }]);
        return { status: nextStatus('leave', before), lastDay: lastDay || undefined };
      },
      (tx) => replaceTarget(tx, id),
    );
  }

  /**
   * Ends the person's sessions and keys in the same transaction, so that nobody who left is signed in, and starts the
   * hand-over of what the person owns.
   */
  markLeft({ id, target, personIds }: MarkPersonLeftRequest, call: Call): Promise<Person> {
    const changes = (_: Transaction, before: PersonRow) =>
      Promise.resolve({ status: nextStatus('left', before) });
    return this.farewell(id, call, changes, (tx, before) =>
      leaveForGood(tx, before, { target, personIds }, call),
    );
  }

  return(id: string, call: Call): Promise<Person> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(PersonRow, id);
      await checkStanding(tx, call, before);
      const credentials = await tx.select(CredentialRow, 'r.person_id = $1', [id]);
      const status = nextStatus('return', before, credentials.length > 0);
      await keepRecords(tx, id);
      return changePerson(tx, before, { status, lastDay: undefined });
    });
  }

  /** Throws forbidden assignments-hidden for who is neither the person, nor above, nor manages people. */
  assignments(request: ListAssignmentsRequest, call: Call): Promise<ListAssignmentsResponse> {
    const { personId } = request;
    const { caller } = call;
    return this.unitOfWork.read(ownCall(call), async (tx) => {
      await tx.get(PersonRow, personId);
      const reader = { personId: caller.personId, managesPeople: may(caller, 'person.manage') };
      if (!maySeeAssignments(reader, await personAndAbove(tx, personId))) {
        throw new AppError('forbidden', 'assignments-hidden');
      }
      const { rows, ...page } = await listRows(tx, AssignmentRow, 'assignment', request, {
        fields: this.fields,
        defaultOrder: 'startTime desc',
        method: call.method,
        secret: this.config.secret,
        scope: { where: 'r.person_id = $1', params: [personId] },
      });
      return { assignments: rows, ...page };
    });
  }

  /** A step towards the door: never the last administrator's, never one's own. */
  private async farewell(
    id: string,
    call: Call,
    changesOf: (tx: Transaction, before: PersonRow) => Promise<Partial<PersonRow>>,
    afterwards: (tx: Transaction, before: PersonRow) => Promise<void>,
  ): Promise<Person> {
    if (id === call.caller.personId) throw new AppError('conflict', 'not-yourself');
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(PersonRow, id);
      await checkStanding(tx, call, before);
      const changes = await changesOf(tx, before);
      await checkAdministrators(tx, before, changes);
      const person = await changePerson(tx, before, changes);
      await afterwards(tx, before);
      return person;
    });
  }
}

function nextStatus(step: LifeStep, { status }: PersonRow, hasCredential = true): Person['status'] {
  const next = statusAfter(step, status, hasCredential);
  if (!next) throw new AppError('conflict', lifeStepRefusals[step]);
  return next;
}
