import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { seal, unseal } from '@kontor/service/sealed';
import { IdentityConfig } from '../config.js';
import { derivedKey } from '../derived-key.js';
import { appCode, stepOfCode } from './rules/one-time-code.js';
import { plainRecoveryCode, recoveryBytes, recoveryCode, recoveryCodes } from './rules/recovery-code.js';

/** What asking for a code led to. */
export type FactorVerdict = 'passed' | 'code-required' | 'code-wrong';

interface TotpRow {
  secret: string;
  confirmed: boolean;
}

/** One-time codes of people: secrets are sealed, each code is good once, on whichever replica. As identity itself. */
@Injectable()
export class SecondFactor {
  private readonly sealing: Buffer;

  constructor({ secret }: IdentityConfig) {
    this.sealing = derivedKey(secret, 'one-time codes');
  }

  /** Whether a person may go on: without codes switched on everybody may. A right code is used up. */
  async ask(tx: Transaction, personId: string, code: string | undefined): Promise<FactorVerdict> {
    const row = await find(tx, personId);
    if (!row?.confirmed) return 'passed';
    if (code === undefined || code.trim() === '') return 'code-required';
    return (await this.use(tx, personId, row, code)) ? 'passed' : 'code-wrong';
  }

  /** Keeps a secret that is yet to be confirmed, in place of an earlier one. False where codes are on. */
  async begin(tx: Transaction, personId: string, secret: string): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO totp AS t (person_id, secret, confirmed, last_step, create_time)
       VALUES ($1, $2, false, 0, clock_timestamp())
       ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, create_time = excluded.create_time
         WHERE NOT t.confirmed
       RETURNING person_id`,
      [personId, seal(Buffer.from(secret), this.sealing, personId)],
    );
    return rows.length > 0;
  }

  /** Switches codes on with the first one; resolves to the recovery codes, or to what is wrong. */
  async confirm(
    tx: Transaction,
    personId: string,
    code: string,
  ): Promise<string[] | 'totp-not-begun' | 'code-wrong'> {
    const row = await find(tx, personId);
    if (!row || row.confirmed) return 'totp-not-begun';
    if (!(await this.useAppCode(tx, personId, row, code))) return 'code-wrong';
    await tx.query('UPDATE totp SET confirmed = true WHERE person_id = $1', [personId]);
    const codes = Array.from({ length: recoveryCodes }, () => recoveryCode(randomBytes(recoveryBytes)));
    await tx.query('INSERT INTO recovery_code (person_id, hash) SELECT $1, * FROM unnest($2::text[])', [
      personId,
      codes.map(codeHash),
    ]);
    return codes;
  }

  /** Switches codes off; the recovery codes go with them. False where they were not on. */
  async remove(tx: Transaction, personId: string): Promise<boolean> {
    const rows = await tx.query('DELETE FROM totp WHERE person_id = $1 RETURNING confirmed', [personId]);
    return rows.length > 0;
  }

  /** Whether codes are on, and the recovery codes left. */
  async state(tx: Transaction, personId: string): Promise<{ enrolled: boolean; recoveryCodesLeft: number }> {
    const row = await find(tx, personId);
    const [left] = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM recovery_code WHERE person_id = $1',
      [personId],
    );
    return { enrolled: row?.confirmed ?? false, recoveryCodesLeft: left?.count ?? 0 };
  }

  private async use(tx: Transaction, personId: string, row: TotpRow, code: string): Promise<boolean> {
    if (appCode(code) !== undefined) return this.useAppCode(tx, personId, row, code);
    const used = await tx.query(
      'DELETE FROM recovery_code WHERE person_id = $1 AND hash = $2 RETURNING hash',
      [personId, codeHash(code)],
    );
    return used.length > 0;
  }

  /** Of one code at two places at once the second waits for the first here, and finds it used. */
  private async useAppCode(tx: Transaction, personId: string, row: TotpRow, code: string): Promise<boolean> {
    const secret = unseal(row.secret, this.sealing, personId)?.toString();
    const digits = appCode(code);
    if (secret === undefined || digits === undefined) return false;
    const step = stepOfCode(secret, digits, Date.parse(await databaseTime(tx)));
    if (step === undefined) return false;
    const used = await tx.query(
      'UPDATE totp SET last_step = $2 WHERE person_id = $1 AND secret = $3 AND last_step < $2 RETURNING person_id',
      [personId, step, row.secret],
    );
    return used.length > 0;
  }
}

async function find(tx: Transaction, personId: string): Promise<TotpRow | undefined> {
  const [row] = await tx.query<TotpRow>('SELECT secret, confirmed FROM totp WHERE person_id = $1', [
    personId,
  ]);
  return row;
}

function codeHash(code: string): string {
  return createHash('sha256').update(plainRecoveryCode(code)).digest('hex');
}
