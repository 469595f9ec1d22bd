import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { AuditDigestRow } from './audit-digest.entity.js';
import type { AuditHead } from './audit-head.js';
import { AuditKeys } from './audit-keys.js';
import { digestDue, signDigest } from './rules/digest.js';

/** Signs how the audit stands. Call its methods under the lock of the head. */
@Injectable()
export class AuditDigests {
  constructor(private readonly keys: AuditKeys) {}

  /** Makes the digest of the hour, where it is due. */
  async makeIfDue(tx: Transaction, head: AuditHead): Promise<void> {
    const newest = await newestDigest(tx);
    const now = await databaseTime(tx);
    if (digestDue(newest, head.seq, Date.parse(now))) await this.make(tx, head, newest, now);
  }

  /** A digest that covers all there is: the newest one, or another where entries have come since. */
  async makeNow(tx: Transaction, head: AuditHead): Promise<AuditDigestRow | undefined> {
    const newest = await newestDigest(tx);
    if (BigInt(head.seq) === 0n || newest?.toSeq === head.seq) return newest;
    return this.make(tx, head, newest, await databaseTime(tx));
  }

  private async make(
    tx: Transaction,
    head: AuditHead,
    newest: AuditDigestRow | undefined,
    time: string,
  ): Promise<AuditDigestRow> {
    const { id: keyId, key } = await this.keys.current(tx);
    const statement = {
      id: uuidv7(),
      fromSeq: newest ? (BigInt(newest.toSeq) + 1n).toString() : '1',
      toSeq: head.seq,
      headHash: head.hash.toString('base64url'),
      previousSignature: newest?.signature ?? '',
      time,
      keyId,
    };
    return tx.insert(AuditDigestRow, signDigest(statement, key));
  }
}

async function newestDigest(tx: Transaction): Promise<AuditDigestRow | undefined> {
  const [newest] = await tx.select(AuditDigestRow, 'TRUE', [], 'ORDER BY r.to_seq DESC LIMIT 1');
  return newest;
}
