import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  ChangePasswordRequest,
  ForgotPasswordRequest,
  RedeemPasswordRequest,
  ResetPasswordRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/password_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { maySignIn } from '../employment/rules/life-cycle.js';
import { ownCall, signInCall, unstoredCall } from '../own-call.js';
import { CredentialRow } from '../person/credential.entity.js';
import { OwnPassword } from '../person/own-password.js';
import { Passwords } from '../person/passwords.js';
import { PersonRow } from '../person/person.entity.js';
import { changePerson } from '../person/person.service.js';
import { storedEmail } from '../person/rules/email.js';
import { passwordFaults } from '../person/rules/password.js';
import { checkStanding } from '../role/standing.js';
import { endSessionsOf } from '../session/end-session.js';
import { SignInFailures } from '../session/sign-in-failures.js';
import { whence } from '../whence.js';
import { PasswordTokens } from './password-tokens.js';
import { tokenPause, tokenPurpose } from './rules/token-life.js';

/** An answer that is ready sooner waits until then, in milliseconds: its time must not tell who has an account. */
const forgotAnswerAfter = 300;

/** Changing passwords, and setting them anew with a token from an e-mail. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly ownPassword: OwnPassword,
    private readonly tokens: PasswordTokens,
    private readonly failures: SignInFailures,
  ) {}

  /** Changes the caller's password. Throws password-wrong, and the faults of the new one. */
  change({ currentPassword, newPassword }: ChangePasswordRequest, call: Call): Promise<void> {
    return this.passwords.turns.take(call.deadline, async () => {
      const { person, credential } = await this.ownPassword.check(call, currentPassword, 'currentPassword');
      checkFaults(passwordFaults(newPassword, person, 'newPassword'));
      const hash = await this.passwords.hash(newPassword);
      await this.unitOfWork.write(unstoredCall(call), async (tx) => {
        await replaceHash(tx, credential, hash);
        await this.failures.forget(tx, person.email);
        await this.afterChange(tx, person.id, call.caller.sessionId);
      });
    });
  }

  /** Sends a person an invitation or a token for a new password. Throws person-not-found, person-left. */
  async reset({ id }: ResetPasswordRequest, call: Call): Promise<void> {
    await this.unitOfWork.write(ownCall(call), async (tx) => {
      const person = await tx.get(PersonRow, id);
      await checkStanding(tx, call, person);
      if (person.status === 'left') throw new AppError('conflict', 'person-left');
      await this.tokens.send(tx, person, tokenPurpose(await hasPassword(tx, id)));
      return {};
    });
  }

  /** Sends a token to an address, if somebody who signs in with a password has it. Says nothing of whether. */
  async forgot({ email }: ForgotPasswordRequest, call: Call): Promise<void> {
    const earliest = pause(forgotAnswerAfter);
    const address = storedEmail(email);
    await this.unitOfWork.write(signInCall(call), async (tx) => {
      await this.failures.count(tx, `forgot ${address}`);
      const [person] = await tx.select(PersonRow, 'r.email = $1', [address]);
      if (!person || !maySignIn(person.status) || !(await hasPassword(tx, person.id))) return;
      await this.tokens.send(tx, person, 'password-reset', tokenPause);
    });
    await earliest;
  }

  /** Sets a password with a token, once. Throws password-token-over, and the faults of the new password. */
  async redeem({ token, newPassword }: RedeemPasswordRequest, call: Call): Promise<void> {
    const owner = await this.unitOfWork.read(signInCall(call), async (tx) => {
      const personId = await this.tokens.find(tx, token);
      return personId === undefined ? undefined : tx.find(PersonRow, personId);
    });
    if (!owner || owner.status === 'left') throw tokenOver();
    checkFaults(passwordFaults(newPassword, owner, 'newPassword'));
    const hash = await this.passwords.turns.take(call.deadline, () => this.passwords.hash(newPassword));
    await this.unitOfWork.write(signInCall(call, owner.id), async (tx) => {
      // Asked anew: hashing takes its time, and another request may have used the token meanwhile.
      if ((await this.tokens.take(tx, token)) === undefined) throw tokenOver();
      const person = await tx.getForUpdate(PersonRow, owner.id);
      if (person.status === 'left') throw tokenOver();
      if (person.status === 'invited') await changePerson(tx, person, { status: 'active' });
      await storeHash(tx, person.id, hash);
      await this.failures.forget(tx, person.email);
      await this.afterChange(tx, person.id);
    });
  }

  private async afterChange(tx: Transaction, personId: string, keptSessionId?: string): Promise<void> {
    await this.tokens.drop(tx, personId);
    await endSessionsOf(tx, personId, 'password-changed', keptSessionId);
    tx.audit({ action: 'set-password', object: 'person', objectId: personId, changes: whence(tx.call) });
  }
}

function tokenOver(): AppError {
  const fields = [{ field: 'token', reason: 'password-token-over' }];
  return new AppError('invalid', 'password-token-over', { fields });
}

async function hasPassword(tx: Transaction, personId: string): Promise<boolean> {
  return (await tx.select(CredentialRow, 'r.person_id = $1', [personId])).length > 0;
}

/** Only over the hash that was verified: of two changes at once one wins, and the other hears of it. */
async function replaceHash(
  tx: Transaction,
  { personId, hash }: CredentialRow,
  newHash: string,
): Promise<void> {
  const changed = await tx.query(
    `UPDATE credential SET hash = $3, update_time = $4 WHERE person_id = $1 AND hash = $2 RETURNING person_id`,
    [personId, hash, newHash, tx.now],
  );
  if (changed.length === 0) throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });
}

async function storeHash(tx: Transaction, personId: string, hash: string): Promise<void> {
  await tx.query(
    `INSERT INTO credential (person_id, hash, create_time, update_time) VALUES ($1, $2, $3, $3)
     ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, update_time = excluded.update_time`,
    [personId, hash, tx.now],
  );
}
