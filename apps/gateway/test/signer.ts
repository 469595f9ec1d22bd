import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet } from 'jose';
import { tokenIssuer } from '@kontor/rpc/tokens';

/** Signs access tokens as identity does, with a key of its own. */
export class Signer {
  private constructor(
    private readonly key: CryptoKey,
    /** What identity would publish. */
    readonly keys: JSONWebKeySet,
  ) {}

  static async create(): Promise<Signer> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
    return new Signer(privateKey, { keys: [jwk] });
  }

  /** A token of a person, valid for `seconds` from now. */
  token(
    personId: string,
    roles: string[] = ['salesperson'],
    seconds = 300,
    sessionId: string = crypto.randomUUID(),
    scopes?: string[],
  ): Promise<string> {
    return new SignJWT({ sid: sessionId, roles, lang: 'en', tz: 'UTC', ...(scopes && { scp: scopes }) })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setSubject(personId)
      .setIssuer(tokenIssuer)
      .setAudience(tokenIssuer)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
      .sign(this.key);
  }
}
