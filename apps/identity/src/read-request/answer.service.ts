import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import type {
  AnswerReadRequestRequest,
  GrantReadRequestRequest,
  RefuseReadRequestRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/read_request_service';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { ownCall } from '../own-call.js';
import { checkMayAnswer } from './may-answer.js';
import { ReadRequestRow } from './read-request.entity.js';
import { asReadRequest } from './read-request.service.js';
import { answerRefusal, shownTo, usualMinutes } from './rules/read-request.js';
import { tellAsker } from './tell.js';

/** Dealing with requests: in words, by letting read for a while, or by refusing. Each is dealt with once. */
@Injectable()
export class AnswerService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  answer({ id, text }: AnswerReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.settle(id, call, () => ({ outcome: 'answered', answer: text.trim() }));
  }

  refuse({ id, reason }: RefuseReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.settle(id, call, () => ({ outcome: 'refused', answer: reason.trim() }));
  }

  grant({ id, minutes = usualMinutes }: GrantReadRequestRequest, call: Call): Promise<ReadRequest> {
    return this.settle(id, call, (tx, { personId, object, objectId, field }, now) => {
      const endTime = new Date(Date.parse(now) + minutes * 60_000).toISOString();
      const fields = field ? [field] : [];
      const grantorId = call.caller.personId;
      tx.emit(
        'kontor.identity.v1.ReadGranted',
        { id, version: 1 },
        { id, personId, grantorId, object, objectId, fields, endTime },
      );
      return { outcome: 'granted', grantEndTime: endTime, grantStatus: 'pending' };
    });
  }

  /** Under the lock of the request's row: of two who deal with it at once, the second finds it done. */
  private settle(
    id: string,
    call: Call,
    changesOf: (tx: Transaction, before: ReadRequestRow, now: string) => Partial<ReadRequestRow>,
  ): Promise<ReadRequest> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      const before = await tx.getForUpdate(ReadRequestRow, id);
      await checkMayAnswer(tx, call, before);
      const now = await databaseTime(tx);
      const refusal = answerRefusal(before, now);
      if (refusal) throw new AppError('conflict', refusal);
      const { personId: answererId } = call.caller;
      const settled = { ...changesOf(tx, before, now), answererId, answerTime: now };
      const after = tx.update<ReadRequestRow>(ReadRequestRow, before, settled);
      const { personId, object, objectId, field, grantEndTime } = after;
      tx.audit({
        action: auditedAs[after.outcome ?? 'answered'],
        object: 'read-request',
        objectId: id,
        version: after.version,
        changes: { personId, object, objectId, field, grantEndTime },
      });
      await tellAsker(tx, after, answererId);
      return shownTo(asReadRequest(after, now), answererId);
    });
  }
}

const auditedAs = { answered: 'answer', granted: 'grant', refused: 'refuse' } as const;
