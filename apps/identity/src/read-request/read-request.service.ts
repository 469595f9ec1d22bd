import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { administrator } from '@kontor/access/default-roles';
import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import type {
  CreateReadRequestRequest,
  ListReadRequestsRequest,
  ListReadRequestsResponse,
  ListReadRequestsToAnswerRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/read_request_service';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import type { Where } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { customFieldNames } from '../custom-field/custom-field-names.js';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { actingFor, belowStatement } from '../substitution/acting.js';
import { checkMayAnswer } from './may-answer.js';
import { ReadRequestRow } from './read-request.entity.js';
import { mostOpen, requestLife, requestStatus, shownTo } from './rules/read-request.js';
import { askableObject } from './rules/record-owners.js';
import { tellSuperior } from './tell.js';

const message = 'kontor.identity.v1.ReadRequest';

/** Asking superiors: requests, and who sees them. Whether a record exists is never looked at. */
@Injectable()
export class ReadRequestService {
  private readonly fields = queryFields(contract.fields(message), {
    personId: { nullable: false },
    objectId: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  async create({ readRequest }: CreateReadRequestRequest, call: Call): Promise<ReadRequest> {
    const { object = '', objectId = '', question = '' } = readRequest ?? {};
    const field = readRequest?.field || undefined;
    const known = askableObject(object);
    if (!known)
      checkFaults([{ field: 'readRequest.object', reason: 'unknown-object', params: { entry: object } }]);
    const ofContract = known && contract.fields(known.message).some(({ name }) => name === field);
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      if (known && field && !ofContract && !(await customFieldNames(tx)).has(`${object}.${field}`))
        checkFaults([{ field: 'readRequest.field', reason: 'unknown-field' }]);
      const { personId } = call.caller;
      await tx.getForUpdate(PersonRow, personId);
      await checkNotTooMany(tx, personId);
      const now = await databaseTime(tx);
      const expireTime = new Date(Date.parse(now) + requestLife).toISOString();
      const fields = { personId, object, objectId, field, question: question.trim() };
      const row = tx.insert(ReadRequestRow, { ...fields, expireTime, createTime: now });
      tx.audit({
        action: 'ask',
        object: 'read-request',
        objectId: row.id,
        changes: { object, objectId, field },
      });
      await tellSuperior(tx, row);
      return asReadRequest(row, now);
    });
  }

  get(id: string, call: Call): Promise<ReadRequest> {
    return this.unitOfWork.read(ownCall(call), async (tx) => {
      const row = await tx.get(ReadRequestRow, id);
      const { personId } = call.caller;
      if (row.personId !== personId) await checkMayAnswer(tx, call, row);
      return shownTo(asReadRequest(row, await databaseTime(tx)), personId);
    });
  }

  mine(request: ListReadRequestsRequest, call: Call): Promise<ListReadRequestsResponse> {
    const own = { where: 'r.person_id = $1', params: [call.caller.personId] };
    return this.unitOfWork.read(ownCall(call), (tx) => this.page(tx, request, call, own));
  }

  toAnswer(request: ListReadRequestsToAnswerRequest, call: Call): Promise<ListReadRequestsResponse> {
    return this.unitOfWork.read(ownCall(call), async (tx) =>
      this.page(tx, request, call, await waitingFor(tx, call)),
    );
  }

  private async page(
    tx: Transaction,
    request: ListReadRequestsRequest,
    call: Call,
    scope: Where,
  ): Promise<ListReadRequestsResponse> {
    const { rows, ...page } = await listRows(tx, ReadRequestRow, 'read_request', request, {
      fields: this.fields,
      defaultOrder: 'createTime desc',
      method: call.method,
      secret: this.config.secret,
      scope,
    });
    const now = await databaseTime(tx);
    return {
      readRequests: rows.map((row) => shownTo(asReadRequest(row, now), call.caller.personId)),
      ...page,
    };
  }
}

/** The request as who asked may see it. */
export function asReadRequest(row: ReadRequestRow, now: string): ReadRequest {
  const { version: _, etag: __, outcome, ...rest } = row;
  return { ...rest, status: requestStatus({ outcome, expireTime: rest.expireTime }, now) };
}

/** Open requests of everybody below the caller and below whom the caller stands in for; for administrators of all. */
async function waitingFor(tx: Transaction, { caller }: Call): Promise<Where> {
  const open = 'r.outcome IS NULL AND r.expire_time > now() AND r.person_id <> $1';
  if (caller.roles.includes(administrator)) return { where: open, params: [caller.personId] };
  const acting = await actingFor(tx, caller.personId);
  return { where: `${open} AND r.person_id IN (${belowStatement('$2')})`, params: [caller.personId, acting] };
}

/** The person's row is locked, so that requests at once do not go past the limit. */
async function checkNotTooMany(tx: Transaction, personId: string): Promise<void> {
  const [open] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM read_request
     WHERE person_id = $1 AND outcome IS NULL AND expire_time > clock_timestamp()`,
    [personId],
  );
  if (open && open.count >= mostOpen) {
    throw new AppError('conflict', 'too-many-read-requests', { params: { max: mostOpen } });
  }
}
