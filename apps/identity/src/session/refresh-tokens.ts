import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdentityConfig } from '../config.js';
import { derivedKey } from '../derived-key.js';

/** Makes refresh tokens: 256 bits that say nothing, stored only as their hash. */
@Injectable()
export class RefreshTokens {
  private readonly successorKey: Buffer;

  constructor({ secret }: IdentityConfig) {
    this.successorKey = derivedKey(secret, 'refresh token successors');
  }

  /** The first token of a session. */
  first(): string {
    return randomBytes(32).toString('base64url');
  }

  /**
   * The token that follows another. It can be worked out again from the old one with the server's secret, so that
   * a retry gets the same answer without tokens being stored.
   */
  successor(token: string): string {
    return createHmac('sha256', this.successorKey).update(token).digest('base64url');
  }
}

/** How a token is stored and looked up. A plain hash will do: 256 random bits cannot be tried out. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
