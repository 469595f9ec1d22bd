import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { IdentityConfig } from '../config.js';
import { HashingTurns } from './hashing-turns.js';

/** Hashes and verifies passwords with argon2id. */
@Injectable()
export class Passwords implements OnModuleInit {
  /** Every call of hash() and matches() is made within a turn. */
  readonly turns: HashingTurns;
  private readonly options: { memoryCost: number; timeCost: number; parallelism: number };
  private dummy: string | undefined;

  constructor({ hashing }: IdentityConfig) {
    this.turns = new HashingTurns(hashing.concurrency);
    this.options = { memoryCost: hashing.memoryKib, timeCost: hashing.passes, parallelism: 1 };
  }

  /** Made before the first sign-in, which would otherwise show an unknown address by its time. */
  async onModuleInit(): Promise<void> {
    this.dummy = await this.hash(randomBytes(16).toString('hex'));
  }

  /** The hash of a password in the PHC string format. */
  hash(password: string): Promise<string> {
    return hash(sameForm(password), this.options);
  }

  /** Whether the password is the one hashed. Without a hash it costs the same work, and is false. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const matched = await verify(stored ?? this.dummy ?? '', sameForm(password));
    return matched && stored !== undefined;
  }

  /** Whether a hash is weaker than those made now. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    const now = this.options;
    return memoryCost < now.memoryCost || timeCost < now.timeCost || parallelism < now.parallelism;
  }
}

/** Keyboards compose the same letters differently (NIST SP 800-63B, 3.1.1.2). */
function sameForm(password: string): string {
  return password.normalize('NFKC');
}
