import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { seal, unseal } from '@kontor/service/sealed';
import { IdentityConfig } from '../config.js';
import { derivedKey } from '../derived-key.js';
import { AuditKeyRow } from './audit-key.entity.js';

/**
 * The pairs that sign digests of the audit, apart from those of tokens: they are never retired, since a digest is to be
 * verified in ten years. The private half is sealed, so that a copy of the database alone signs nothing.
 */
@Injectable()
export class AuditKeys {
  private readonly sealing: Buffer;

  constructor({ secret }: IdentityConfig) {
    this.sealing = derivedKey(secret, 'audit keys');
  }

  /**
   * The key to sign with: the newest that our secret opens, made where there is none (KONTOR_SECRET was changed). Call
   * it under the lock of the audit's head, so that two replicas do not make two.
   */
  async current(tx: Transaction): Promise<{ id: string; key: KeyObject }> {
    const [newest] = await newestFirst(tx, 'LIMIT 1');
    const plain = newest && unseal(newest.privateKey, this.sealing, newest.id);
    if (newest && plain) {
      return { id: newest.id, key: createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' }) };
    }
    return this.make(tx);
  }

  private make(tx: Transaction): { id: string; key: KeyObject } {
    const { publicKey, privateKey: key } = generateKeyPairSync('ed25519');
    const id = uuidv7();
    tx.insert(AuditKeyRow, {
      id,
      publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
      privateKey: seal(key.export({ format: 'der', type: 'pkcs8' }), this.sealing, id),
    });
    tx.audit({ action: 'create', object: 'audit-key', objectId: id });
    return { id, key };
  }
}

/** Keys of digests, newest first, as identity itself may see them. */
export function newestFirst(tx: Transaction, limit = ''): Promise<AuditKeyRow[]> {
  return tx.select(AuditKeyRow, 'TRUE', [], `ORDER BY r.create_time DESC, r.id DESC ${limit}`);
}
