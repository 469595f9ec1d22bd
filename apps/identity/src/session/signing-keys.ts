import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { JsonWebKey } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { seal, unseal } from '@kontor/service/sealed';
import { IdentityConfig } from '../config.js';
import { derivedKey } from '../derived-key.js';
import { takeTurns } from '../locks.js';
import { maySign, publishedKeys } from './rules/key-rotation.js';
import { SigningKeyRow } from './signing-key.entity.js';

/** A key that signs access tokens. */
export interface SigningKey {
  /** `kid` of the tokens. */
  id: string;
  key: KeyObject;
}

/** How long a replica signs on without a look at what the others did, in milliseconds. */
const keptFor = 60_000;

/**
 * The pairs that sign access tokens. They stand in the database, so that all replicas sign with the same; the
 * private half is sealed, so that a copy of the database alone makes no tokens.
 */
@Injectable()
export class SigningKeys {
  private readonly sealing: Buffer;
  private kept: { signing: SigningKey; loaded: number } | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    config: IdentityConfig,
  ) {
    this.sealing = derivedKey(config.secret, 'signing keys');
  }

  /** The key to sign with now. Makes one where none is left that may sign and that our secret opens. */
  async current(): Promise<SigningKey> {
    const now = Date.now();
    if (this.kept && now - this.kept.loaded < keptFor) return this.kept.signing;
    const call = serviceCall('identity', 'signing-keys');
    const signing =
      (await this.unitOfWork.read(call, async (tx) => this.usable(await newestFirst(tx), now))) ??
      (await this.unitOfWork.write(call, async (tx) => {
        await takeTurns(tx, 'signingKeys');
        return this.usable(await newestFirst(tx), now) ?? this.make(tx);
      }));
    this.kept = { signing, loaded: now };
    return signing;
  }

  private usable(keys: SigningKeyRow[], now: number): SigningKey | undefined {
    for (const row of publishedKeys(keys, now)) {
      if (!maySign(row, now)) return undefined;
      const plain = unseal(row.privateKey, this.sealing, row.id);
      // Sealed under another secret: the operator changed it. The key's tokens stay valid, but it signs no more.
      if (plain) return { id: row.id, key: createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' }) };
    }
    return undefined;
  }

  private make(tx: Transaction): SigningKey {
    const { publicKey, privateKey: key } = generateKeyPairSync('ed25519');
    const id = uuidv7();
    tx.insert(SigningKeyRow, {
      id,
      publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
      privateKey: seal(key.export({ format: 'der', type: 'pkcs8' }), this.sealing, id),
    });
    tx.audit({ action: 'create', object: 'signing_key', objectId: id });
    return { id, key };
  }
}

/** The public keys that verify access tokens now, newest first. Always from the database: a new key is known at once. */
export async function verificationKeys(unitOfWork: UnitOfWork): Promise<JsonWebKey[]> {
  const call = serviceCall('identity', 'verification-keys');
  const rows = await unitOfWork.read(call, newestFirst);
  return publishedKeys(rows, Date.now()).map(({ id, publicKey }) => ({
    kty: 'OKP',
    crv: 'Ed25519',
    x: publicKey,
    kid: id,
    alg: 'EdDSA',
    use: 'sig',
  }));
}

function newestFirst(tx: Transaction): Promise<SigningKeyRow[]> {
  return tx.select(SigningKeyRow, 'TRUE', [], 'ORDER BY r.create_time DESC, r.id DESC');
}
