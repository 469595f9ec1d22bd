import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from '@kontor/access/call';
import type { Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { CreateSessionRequest } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { signInCall } from '../own-call.js';
import { CredentialRow } from '../person/credential.entity.js';
import { Passwords } from '../person/passwords.js';
import { PersonRow } from '../person/person.entity.js';
import { asPerson } from '../person/person.service.js';
import { storedEmail } from '../person/rules/email.js';
import { accessTokenSeconds, AccessTokens } from './access-tokens.js';
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
  ) {}

  /** Unknown address, wrong password, no password, person left: one answer after the same work. */
  create({ email, password }: CreateSessionRequest, call: Call): Promise<Session> {
    // The turn spans the count, so that a burst of right sign-ins is not taken for one of wrong ones.
    return this.passwords.turns.take(call.deadline, () => this.signIn(storedEmail(email), password, call));
  }

  private async signIn(email: string, password: string, call: Call): Promise<Session> {
    const { person, credential } = await this.unitOfWork.write(signInCall(call), async (tx) => {
      await this.failures.count(tx, email);
      return claimant(tx, email);
    });
    const mayEnter = person?.status === 'active';
    const matched = await this.passwords.matches(credential?.hash, password);
    if (!matched || !mayEnter || !credential) return this.refuse(call, person?.id);
    const newHash = this.passwords.isOutdated(credential.hash)
      ? await this.passwords.hash(password)
      : undefined;
    const refreshToken = this.refreshTokens.first();
    const session = await this.unitOfWork.write(signInCall(call, person.id), async (tx) => {
      await this.failures.forget(tx, email);
      if (newHash) await rehash(tx, credential, newHash);
      return openSession(tx, person.id, refreshToken, 'password');
    });
    const accessToken = await this.accessTokens.issue(person, session.id);
    return { accessToken, refreshToken, expiresIn: accessTokenSeconds, person: asPerson(person) };
  }

  private async refuse(call: Call, personId = ''): Promise<never> {
    await this.unitOfWork.write(signInCall(call), async (tx) => {
      tx.audit({ action: 'sign-in', object: 'person', objectId: personId, outcome: 'refused' });
      await sweepSessions(tx);
    });
    throw new AppError('unauthenticated', 'sign-in-failed');
  }
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
