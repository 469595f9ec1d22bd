import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  ListSessionsResponse,
  SignedInDevice,
} from '@kontor/contracts/gen/kontor/identity/v1/device_service';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { checkStanding } from '../role/standing.js';
import { endSession, endSessionsOf } from './end-session.js';
import { refreshLimits } from './rules/refresh.js';
import { SessionRow } from './session.entity.js';

/** Sessions that a list shows; nobody has more devices than that. */
const mostListed = 200;

/** Which devices a person is signed in on, and ending that from elsewhere. */
@Injectable()
export class DeviceService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The caller's sessions that a refresh would still prolong. */
  list(call: Call): Promise<ListSessionsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const rows = await tx.select(
        SessionRow,
        `r.end_time IS NULL AND r.refresh_time >= now() - $1::bigint * interval '1 ms'
         AND r.create_time >= now() - $2::bigint * interval '1 ms'`,
        [refreshLimits.idle, refreshLimits.absolute],
        `ORDER BY r.refresh_time DESC, r.id LIMIT ${mostListed}`,
      );
      return { sessions: rows.map((row) => asDevice(row, call.caller.sessionId)) };
    });
  }

  /** Ends one of the caller's sessions. Throws session-not-found for one that the caller does not see. */
  async end(id: string, call: Call): Promise<void> {
    await this.unitOfWork.write(call, async (tx) => {
      const session = await tx.getForUpdate(SessionRow, id);
      if (session.endTime === undefined) await endSession(tx, session, 'revoked', await databaseTime(tx));
      return {};
    });
  }

  /** Ends every session of a person. Throws person-not-found. */
  async endAll(personId: string, call: Call): Promise<void> {
    await this.unitOfWork.write(ownCall(call), async (tx: Transaction) => {
      await checkStanding(tx, call, await tx.get(PersonRow, personId));
      await endSessionsOf(tx, personId, 'revoked');
      return {};
    });
  }
}

function asDevice(row: SessionRow, currentId: string): SignedInDevice {
  const { id, userAgent, address, createTime, refreshTime } = row;
  return { id, userAgent, address, createTime, lastUseTime: refreshTime, current: id === currentId };
}
