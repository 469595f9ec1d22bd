import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from '@kontor/access/call';
import type { Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { CreateSessionRequest } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { maySignIn } from '../employment/rules/life-cycle.js';
import { signInCall } from '../own-call.js';
import { CredentialRow } from '../person/credential.entity.js';
import { Passwords } from '../person/passwords.js';
import { PersonRow } from '../person/person.entity.js';
import { asPerson } from '../person/person.service.js';
import { storedEmail } from '../person/rules/email.js';
import { SecondFactor } from '../totp/second-factor.js';
import { accessTokenSeconds, AccessTokens } from './access-tokens.js';
import { whence } from '../whence.js';
import { openSession, sweepSessions } from './open-session.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SignInFailures } from './sign-in-failures.js';

/** Whom an address belongs to, and what that person signs in with; neither for an unknown address. */
interface Claimant {
  person?: PersonRow | undefined;
  credential?: CredentialRow | undefined;
}

/** Signing in with e-mail and password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly failures: SignInFailures,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly factor: SecondFactor,
  ) {}

  /**
   * Unknown address, wrong password, no password, person left: one answer after the same work. Whose password is right
   * may be asked for a code: code-required, code-wrong.
   */
  create(request: CreateSessionRequest, call: Call): Promise<Session> {
    // The turn spans the count, so that a burst of right sign-ins is not taken for one of wrong ones.
    return this.passwords.turns.take(call.deadline, () => this.signIn(request, call));
  }

  private async signIn({ email, password, code }: CreateSessionRequest, call: Call): Promise<Session> {
    const address = storedEmail(email);
    const { person, credential } = await this.unitOfWork.write(signInCall(call), async (tx) => {
      await this.failures.count(tx, address);
      return claimant(tx, address);
    });
    const mayEnter = person !== undefined && maySignIn(person.status);
    const matched = await this.passwords.matches(credential?.hash, password);
    if (!matched || !mayEnter || !credential) return this.refuse(call, person?.id);
    const newHash = this.passwords.isOutdated(credential.hash)
      ? await this.passwords.hash(password)
      : undefined;
    const refreshToken = this.refreshTokens.first();
    const opened = await this.unitOfWork.write(signInCall(call, person.id), async (tx) => {
      const refusal = (await standsStill(tx, credential))
        ? await this.factor.ask(tx, person.id, code)
        : 'sign-in-failed';
      if (refusal !== 'passed') return { refusal };
      if (newHash) await rehash(tx, credential, newHash);
      // Last of all locks, and not before the code was right: else its wrong tries would be forgotten.
      await this.failures.forget(tx, address);
      return { session: await openSession(tx, person.id, refreshToken, 'password') };
    });
    if (!opened.session) return this.refuse(call, person.id, opened.refusal);
    const accessToken = await this.accessTokens.issue(person, opened.session.id);
    return { accessToken, refreshToken, expiresIn: accessTokenSeconds, person: asPerson(person) };
  }

  private async refuse(call: Call, personId = '', reason = 'sign-in-failed'): Promise<never> {
    await this.unitOfWork.write(signInCall(call), async (tx) => {
      const changes = { reason, ...whence(call) };
      tx.audit({ action: 'sign-in', object: 'person', objectId: personId, outcome: 'refused', changes });
      await sweepSessions(tx);
    });
    throw new AppError('unauthenticated', reason);
  }
}

/**
 * Whether what was verified still holds, and does so until the transaction ends: a password that is changed, or a
 * person who leaves, while a sign-in is under way must not leave a session behind.
 */
async function standsStill(tx: Transaction, { personId, hash }: CredentialRow): Promise<boolean> {
  const [person] = await tx.select(PersonRow, 'r.id = $1', [personId], 'FOR SHARE OF r');
  const [stored] = await tx.select(CredentialRow, 'r.person_id = $1', [personId], 'FOR NO KEY UPDATE OF r');
  return person !== undefined && maySignIn(person.status) && stored?.hash === hash;
}

async function claimant(tx: Transaction, email: string): Promise<Claimant> {
  const [person] = await tx.select(PersonRow, 'r.email = $1', [email]);
  // Asked for an unknown address too: the work is the same.
  const [credential] = await tx.select(CredentialRow, 'r.person_id = $1', [person?.id ?? uuidv7()]);
  return { person, credential };
}

/** Only over the hash that was verified: a password set meanwhile stays. */
async function rehash(tx: Transaction, { personId, hash }: CredentialRow, newHash: string): Promise<void> {
  await tx.query('UPDATE credential SET hash = $1, update_time = $2 WHERE person_id = $3 AND hash = $4', [
    newHash,
    tx.now,
    personId,
    hash,
  ]);
}
