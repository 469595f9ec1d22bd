import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  ConfirmTotpRequest,
  ConfirmTotpResponse,
  DisableTotpRequest,
  EnrolTotpRequest,
  EnrolTotpResponse,
  TotpState,
} from '@kontor/contracts/gen/kontor/identity/v1/totp_service';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { ownCall, unstoredCall } from '../own-call.js';
import { OwnPassword } from '../person/own-password.js';
import { Passwords } from '../person/passwords.js';
import { PersonRow } from '../person/person.entity.js';
import { checkStanding } from '../role/standing.js';
import { endSessionsOf } from '../session/end-session.js';
import { SignInFailures } from '../session/sign-in-failures.js';
import { whence } from '../whence.js';
import { newSecret, secretUri } from './rules/one-time-code.js';
import { SecondFactor } from './second-factor.js';

/** Switching one-time codes on and off. */
@Injectable()
export class TotpService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly ownPassword: OwnPassword,
    private readonly failures: SignInFailures,
    private readonly factor: SecondFactor,
  ) {}

  state(call: Call): Promise<TotpState> {
    return this.unitOfWork.read(unstoredCall(call), (tx) => this.factor.state(tx, call.caller.personId));
  }

  /** A secret for the caller's app. Throws password-wrong, totp-enrolled. */
  enrol({ password }: EnrolTotpRequest, call: Call): Promise<EnrolTotpResponse> {
    return this.passwords.turns.take(call.deadline, async () => {
      const { person } = await this.ownPassword.check(call, password, 'password');
      const secret = newSecret();
      await this.unitOfWork.write(unstoredCall(call), async (tx) => {
        if (!(await this.factor.begin(tx, person.id, secret)))
          throw new AppError('conflict', 'totp-enrolled');
        await this.failures.forget(tx, person.email);
      });
      return { uri: secretUri(secret, person.email), secret };
    });
  }

  /** Switches codes on. Throws totp-not-begun, code-wrong. */
  async confirm({ code }: ConfirmTotpRequest, call: Call): Promise<ConfirmTotpResponse> {
    const { personId } = call.caller;
    return this.unitOfWork.write(unstoredCall(call), async (tx) => {
      const outcome = await this.factor.confirm(tx, personId, code);
      if (outcome === 'totp-not-begun') throw new AppError('conflict', outcome);
      if (outcome === 'code-wrong') throw codeWrong();
      tx.audit({ action: 'enable-totp', object: 'person', objectId: personId, changes: whence(call) });
      return { recoveryCodes: outcome };
    });
  }

  /** Switches the caller's codes off. Throws password-wrong, code-wrong: both count as failed sign-ins. */
  disable({ password, code }: DisableTotpRequest, call: Call): Promise<void> {
    return this.passwords.turns.take(call.deadline, async () => {
      const { person } = await this.ownPassword.check(call, password, 'password');
      const passed = await this.unitOfWork.write(unstoredCall(call), async (tx) => {
        const verdict = await this.factor.ask(tx, person.id, code);
        const outcome = verdict === 'passed' ? 'done' : 'refused';
        tx.audit({
          action: 'disable-totp',
          object: 'person',
          objectId: person.id,
          outcome,
          changes: whence(call),
        });
        if (outcome === 'refused') return false;
        await this.factor.remove(tx, person.id);
        await this.failures.forget(tx, person.email);
        return true;
      });
      if (!passed) throw codeWrong();
    });
  }

  /** Switches a person's codes off; whoever is signed in as that person signs in anew. Throws person-not-found. */
  async disableFor(personId: string, call: Call): Promise<void> {
    await this.unitOfWork.write(ownCall(call), async (tx) => {
      await checkStanding(tx, call, await tx.get(PersonRow, personId));
      if (!(await this.factor.remove(tx, personId))) return {};
      tx.audit({ action: 'disable-totp', object: 'person', objectId: personId, changes: whence(call) });
      await endSessionsOf(tx, personId, 'revoked');
      return {};
    });
  }
}

function codeWrong(): AppError {
  return new AppError('invalid', 'code-wrong', { fields: [{ field: 'code', reason: 'code-wrong' }] });
}
