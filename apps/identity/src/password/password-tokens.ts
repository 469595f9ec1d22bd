import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { sealValues } from '@kontor/service/sealed-values';
import { IdentityConfig } from '../config.js';
import type { PersonRow } from '../person/person.entity.js';
import { tokenHash } from '../session/refresh-tokens.js';
import { whence } from '../whence.js';
import { tokenLife, type TokenPurpose } from './rules/token-life.js';

/** One-time tokens that set a password. A person has one at a time; stored is only its hash. */
@Injectable()
export class PasswordTokens {
  constructor(private readonly config: IdentityConfig) {}

  /**
   * Makes a token in place of the one before and has it sent to the person. Without effect where the one before is
   * younger than `pause` milliseconds. Resolves to whether there is a new one.
   */
  async send(tx: Transaction, person: PersonRow, purpose: TokenPurpose, pause = 0): Promise<boolean> {
    const token = randomBytes(32).toString('base64url');
    const [made] = await tx.query<{ expireTime: Date }>(
      `INSERT INTO password_token AS t (person_id, hash, create_time, expire_time)
       VALUES ($1, $2, clock_timestamp(), clock_timestamp() + $3::bigint * interval '1 ms')
       ON CONFLICT (person_id) DO UPDATE
         SET hash = excluded.hash, create_time = excluded.create_time, expire_time = excluded.expire_time
         WHERE t.create_time <= excluded.create_time - $4::bigint * interval '1 ms'
       RETURNING expire_time AS "expireTime"`,
      [person.id, tokenHash(token), tokenLife[purpose], pause],
    );
    if (!made) return false;
    const id = uuidv7();
    const { secret, passwordUrl } = this.config;
    const link = passwordUrl === undefined ? '' : `${passwordUrl}#token=${token}`;
    tx.audit({ action: `send-${purpose}`, object: 'person', objectId: person.id, changes: whence(tx.call) });
    tx.emit(
      'kontor.notification.v1.MessageRequested',
      { id, version: 1 },
      {
        messageId: id,
        personId: person.id,
        template: purpose,
        values: { personName: person.name, email: person.email },
        sealedValues: sealValues({ token, link }, secret, id),
        about: '',
        class: 'otp',
        expireTime: new Date(made.expireTime).toISOString(),
      },
    );
    return true;
  }

  /** Whose token it is, as long as it can be redeemed. */
  async find(tx: Transaction, token: string): Promise<string | undefined> {
    const [row] = await tx.query<{ personId: string }>(
      `SELECT person_id AS "personId" FROM password_token WHERE hash = $1 AND expire_time > clock_timestamp()`,
      [tokenHash(token)],
    );
    return row?.personId;
  }

  /** Uses a token up: of two at once only one gets the person. */
  async take(tx: Transaction, token: string): Promise<string | undefined> {
    const [row] = await tx.query<{ personId: string }>(
      `DELETE FROM password_token WHERE hash = $1 AND expire_time > clock_timestamp()
       RETURNING person_id AS "personId"`,
      [tokenHash(token)],
    );
    return row?.personId;
  }

  /** Makes a person's token void, where there is one. */
  async drop(tx: Transaction, personId: string): Promise<void> {
    await tx.query('DELETE FROM password_token WHERE person_id = $1', [personId]);
  }
}
