import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { RefreshSessionRequest } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { maySignIn } from '../employment/rules/life-cycle.js';
import { signInCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { asPerson } from '../person/person.service.js';
import { accessTokenSeconds, AccessTokens } from './access-tokens.js';
import { endSession } from './end-session.js';
import { RefreshTokenRow } from './refresh-token.entity.js';
import { RefreshTokens, tokenHash } from './refresh-tokens.js';
import { refreshVerdict } from './rules/refresh.js';
import { SessionRow } from './session.entity.js';

/** Refreshing and ending sessions. */
@Injectable()
export class SessionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** The next pair of tokens, with the roles, language and zone that the person has now. */
  async refresh({ refreshToken }: RefreshSessionRequest, call: Call): Promise<Session> {
    const refreshed = await this.unitOfWork.write(signInCall(call), (tx) => this.exchange(tx, refreshToken));
    // Thrown out here: within the transaction it would undo the end of a session whose token was reused.
    if (!refreshed) throw new AppError('unauthenticated', 'signed-out');
    return {
      accessToken: await this.accessTokens.issue(refreshed.person, refreshed.sessionId),
      refreshToken: this.refreshTokens.successor(refreshToken),
      expiresIn: accessTokenSeconds,
      person: refreshed.person,
    };
  }

  /** Signs the caller out. Fine for a session that ended already. */
  async end(call: Call): Promise<void> {
    await this.unitOfWork.write(call, async (tx) => {
      const [session] = await tx.select(
        SessionRow,
        'r.id = $1',
        [call.caller.sessionId],
        'FOR NO KEY UPDATE OF r',
      );
      if (session && session.endTime === undefined)
        await endSession(tx, session, 'signed-out', await databaseTime(tx));
      return {};
    });
  }

  private async exchange(
    tx: Transaction,
    token: string,
  ): Promise<{ person: Person; sessionId: string } | undefined> {
    const presented = await lockFamily(tx, tokenHash(token));
    if (!presented) return undefined;
    const { row, session } = presented;
    const now = await databaseTime(tx);
    const verdict = refreshVerdict({ useTime: row.useTime, session }, Date.parse(now));
    if (verdict === 'over') return undefined;
    const person = await tx.get(PersonRow, session.personId);
    if (verdict === 'reused' || !maySignIn(person.status)) {
      await endSession(tx, session, verdict === 'reused' ? 'token-reused' : 'person-left', now);
      return undefined;
    }
    if (verdict === 'rotate') {
      tx.update(RefreshTokenRow, row, { useTime: now });
      tx.update(SessionRow, session, { refreshTime: now });
      const hash = tokenHash(this.refreshTokens.successor(token));
      tx.insert(RefreshTokenRow, { sessionId: session.id, hash, createTime: now });
    }
    return { person: asPerson(person), sessionId: session.id };
  }
}

/** The token's row and its session, locked so that whatever happens to the session happens one after another. */
async function lockFamily(tx: Transaction, hash: string) {
  const [known] = await tx.select(RefreshTokenRow, 'r.hash = $1', [hash]);
  if (!known) return undefined;
  const [session] = await tx.select(SessionRow, 'r.id = $1', [known.sessionId], 'FOR NO KEY UPDATE OF r');
  // Read again, for the lock may have waited for somebody who used it.
  const row = await tx.find(RefreshTokenRow, known.id);
  return session && row ? { session, row } : undefined;
}
