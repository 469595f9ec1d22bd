import { Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { v4 as uuidv4 } from 'uuid';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { tokenIssuer } from '@kontor/rpc/tokens';
import { SigningKeys } from './signing-keys.js';

/** Seconds that an access token is valid: as long as changed roles may take to be felt everywhere. */
export const accessTokenSeconds = 300;

/** What bounds a token beyond its person's rights. */
export interface TokenBounds {
  /** The only permissions that it gives, as far as the person has them. */
  scopes?: readonly string[];
  /** Seconds that it is valid; at most accessTokenSeconds. */
  seconds?: number;
}

/** Issues access tokens: JSON Web Tokens signed with Ed25519. */
@Injectable()
export class AccessTokens {
  constructor(private readonly keys: SigningKeys) {}

  /** A token that says who the person is, in which session, with which roles, language and zone. */
  async issue(
    person: Person,
    sessionId: string,
    { scopes, seconds = accessTokenSeconds }: TokenBounds = {},
  ): Promise<string> {
    const { id, key } = await this.keys.current();
    const now = Math.floor(Date.now() / 1000);
    const claims = { sid: sessionId, roles: person.roles, lang: person.language, tz: person.timeZone };
    return new SignJWT(scopes ? { ...claims, scp: scopes } : claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: id, typ: 'JWT' })
      .setIssuer(tokenIssuer)
      .setAudience(tokenIssuer)
      .setSubject(person.id)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .setJti(uuidv4())
      .sign(key);
  }
}
