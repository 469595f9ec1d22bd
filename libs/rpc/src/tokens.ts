import {
  createLocalJWKSet,
  jwtVerify,
  errors as joseErrors,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { AppError } from '@kontor/errors/app-error';
import type { Language } from '@kontor/errors/languages';
import type { Caller } from '@kontor/access/caller';

/** Issuer and audience of access tokens. */
export const tokenIssuer = 'kontor';

/** Clocks of machines may differ by this many seconds: a key that expires is refused as soon as one that is removed. */
const clockLeeway = 5;

/** Unknown key ids make the keys be fetched again, at most once in this many milliseconds. */
const refetchAfter = 5_000;

/** What an access token says, besides the registered claims. */
export interface AccessClaims extends JWTPayload {
  sid: string;
  roles: string[];
  lang: Language;
  tz: string;
  /** Scopes of a key; absent for a person who signed in. */
  scp?: string[];
}

/** Where the verification keys come from: identity's ListKeys, or its own table. */
export type KeySource = () => Promise<JSONWebKeySet>;

/**
 * Verifies access tokens: EdDSA only, our issuer and audience, not expired. What was verified is kept until it
 * expires, so that a busy person costs one signature check a token. Keys come from the source, never from a token.
 */
export class TokenVerifier {
  private readonly verified = new LRUCache<string, { caller: Caller; expires: number }>({ max: 10_000 });
  private keys?: { set: ReturnType<typeof createLocalJWKSet>; fetched: number };
  private fetching?: Promise<void> | undefined;

  constructor(private readonly source: KeySource) {}

  /** The caller of a token. AppError unauthenticated: token-expired, or signed-out for anything else wrong. */
  async verify(token: string): Promise<Caller> {
    const now = Date.now();
    const known = this.verified.get(token);
    if (known && known.expires > now) return known.caller;
    const claims = await this.claims(token);
    const caller: Caller = {
      kind: 'person',
      personId: claims.sub ?? '',
      sessionId: claims.sid,
      roles: claims.roles,
      language: claims.lang,
      timeZone: claims.tz,
      ...(claims.scp && { scopes: claims.scp }),
    };
    this.verified.set(token, { caller, expires: (claims.exp ?? 0) * 1000 });
    return caller;
  }

  private async claims(token: string): Promise<AccessClaims> {
    if (!this.keys) await this.fetch();
    try {
      return await this.check(token);
    } catch (error) {
      if (!(error instanceof joseErrors.JWKSNoMatchingKey) || !this.stale()) throw refusal(error);
    }
    await this.fetch();
    return this.check(token).catch((error: unknown) => {
      throw refusal(error);
    });
  }

  private async check(token: string): Promise<AccessClaims> {
    if (!this.keys) throw new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1 });
    const { payload } = await jwtVerify<AccessClaims>(token, this.keys.set, {
      algorithms: ['EdDSA', 'Ed25519'],
      issuer: tokenIssuer,
      audience: tokenIssuer,
      clockTolerance: clockLeeway,
      requiredClaims: ['sub', 'sid', 'exp', 'roles', 'lang', 'tz'],
    });
    if (!isWhole(payload)) throw new AppError('unauthenticated', 'signed-out');
    return payload;
  }

  private stale(): boolean {
    return Date.now() - (this.keys?.fetched ?? 0) > refetchAfter;
  }

  /** Fetches the keys once for all who wait. */
  private fetch(): Promise<void> {
    this.fetching ??= this.source()
      .then((set) => {
        this.keys = { set: createLocalJWKSet(set), fetched: Date.now() };
      })
      .catch((cause: unknown) => {
        throw new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1, cause });
      })
      .finally(() => (this.fetching = undefined));
    return this.fetching;
  }
}

/** Whether the claims that rights hang on are of their kind. */
function isWhole({ sub, sid, roles, scp = [] }: AccessClaims): boolean {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const areTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
  return isText(sub) && isText(sid) && areTexts(roles) && areTexts(scp);
}

function refusal(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof joseErrors.JWTExpired ? 'token-expired' : 'signed-out';
  return new AppError('unauthenticated', reason, { cause });
}
