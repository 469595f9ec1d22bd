import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { unstoredCall } from '../own-call.js';
import { SignInFailures } from '../session/sign-in-failures.js';
import { whence } from '../whence.js';
import { CredentialRow } from './credential.entity.js';
import { Passwords } from './passwords.js';
import { PersonRow } from './person.entity.js';

/** Asks a signed-in person for the password again, before something that a stolen session alone may not do. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly failures: SignInFailures,
  ) {}

  /**
   * The caller and the credential that the password fits. Called within a turn of hashing. Throws password-wrong at
   * `field`. The try counts as a failed sign-in until the caller of this makes the failures forgotten: what else it
   * asks for (a code) must be right too.
   */
  async check(
    call: Call,
    password: string,
    field: string,
  ): Promise<{ person: PersonRow; credential: CredentialRow }> {
    const { personId } = call.caller;
    const { person, credential } = await this.unitOfWork.write(unstoredCall(call), async (tx) => {
      const owner = await tx.get(PersonRow, personId);
      await this.failures.count(tx, owner.email);
      const [stored] = await tx.select(CredentialRow, 'r.person_id = $1', [personId]);
      return { person: owner, credential: stored };
    });
    const matched = await this.passwords.matches(credential?.hash, password);
    if (!matched || !credential) {
      await this.unitOfWork.write(unstoredCall(call), (tx) => {
        const changes = whence(call);
        tx.audit({
          action: 'ask-password',
          object: 'person',
          objectId: personId,
          outcome: 'refused',
          changes,
        });
        return Promise.resolve();
      });
      throw new AppError('invalid', 'password-wrong', { fields: [{ field, reason: 'password-wrong' }] });
    }
    return { person, credential };
  }
}
