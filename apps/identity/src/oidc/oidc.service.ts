import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type {
  BeginOidcResponse,
  CompleteOidcRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/oidc_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { maySignIn } from '../employment/rules/life-cycle.js';
import { signInCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { asPerson, changePerson } from '../person/person.service.js';
import { accessTokenSeconds, AccessTokens } from '../session/access-tokens.js';
import { openSession } from '../session/open-session.js';
import { RefreshTokens, tokenHash } from '../session/refresh-tokens.js';
import { whence } from '../whence.js';
import { OidcProvider, type Attempt } from './oidc-provider.js';

/** A sign-in is completed within this time, in minutes. */
const attemptLife = 10;

/** Signing in by the company's OpenID Connect provider. It asks for second factors itself. */
@Injectable()
export class OidcService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: OidcProvider,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** Where to send the browser. Throws oidc-not-configured, unavailable. */
  async begin(call: Call): Promise<BeginOidcResponse> {
    const { attempt, url } = await this.provider.begin();
    await this.unitOfWork.write(signInCall(call), (tx) => keep(tx, attempt));
    return { authorizationUrl: url, state: attempt.state };
  }

  /** Signs in whom the provider vouches for. Throws sign-in-failed for all that does not lead to one person. */
  async complete({ code, state, iss }: CompleteOidcRequest, call: Call): Promise<Session> {
    const attempt = await this.unitOfWork.write(signInCall(call), (tx) => take(tx, state));
    const email = attempt && (await this.provider.complete(attempt, { code, state, iss }));
    const refreshToken = this.refreshTokens.first();
    const opened = await this.unitOfWork.write(signInCall(call), (tx) => open(tx, email, refreshToken));
    if (!opened) throw new AppError('unauthenticated', 'sign-in-failed');
    const { person, sessionId } = opened;
    const accessToken = await this.accessTokens.issue(person, sessionId);
    return { accessToken, refreshToken, expiresIn: accessTokenSeconds, person };
  }
}

/** Keeps an attempt, and removes a few that nobody came back for. */
async function keep(tx: Transaction, { state, nonce, verifier }: Attempt): Promise<void> {
  await tx.query(
    `DELETE FROM oidc_attempt WHERE state_hash IN (
       SELECT state_hash FROM oidc_attempt WHERE create_time < clock_timestamp() - make_interval(mins => $1)
       ORDER BY create_time LIMIT 10 FOR UPDATE SKIP LOCKED)`,
    [attemptLife],
  );
  await tx.query(
    'INSERT INTO oidc_attempt (state_hash, nonce, verifier, create_time) VALUES ($1, $2, $3, clock_timestamp())',
    [tokenHash(state), nonce, verifier],
  );
}

/** Uses an attempt up: of two who come back with one state only one gets it. */
async function take(tx: Transaction, state: string): Promise<Attempt | undefined> {
  const [row] = await tx.query<{ nonce: string; verifier: string }>(
    `DELETE FROM oidc_attempt
     WHERE state_hash = $1 AND create_time >= clock_timestamp() - make_interval(mins => $2)
     RETURNING nonce, verifier`,
    [tokenHash(state), attemptLife],
  );
  return row && { state, ...row };
}

/** Who was invited becomes active: the provider's word is a credential. */
async function open(tx: Transaction, email: string | undefined, refreshToken: string) {
  const [found] =
    email === undefined ? [] : await tx.select(PersonRow, 'r.email = $1', [email], 'FOR NO KEY UPDATE OF r');
  const mayEnter = found !== undefined && (found.status === 'invited' || maySignIn(found.status));
  if (!mayEnter) {
    const changes = { manner: 'oidc', ...whence(tx.call) };
    tx.audit({ action: 'sign-in', object: 'person', objectId: found?.id ?? '', outcome: 'refused', changes });
    return undefined;
  }
  const person =
    found.status === 'invited' ? await changePerson(tx, found, { status: 'active' }) : asPerson(found);
  const session = await openSession(tx, person.id, refreshToken, 'oidc');
  return { person, sessionId: session.id };
}
