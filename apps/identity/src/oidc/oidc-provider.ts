import { Inject, Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { AppError } from '@kontor/errors/app-error';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { IdentityConfig, type OidcSettings } from '../config.js';
import { isOutage } from './rules/outage.js';
import { verifiedEmail } from './rules/verified-email.js';

/** The provider may take so long for one answer, in seconds: a caller waits for several. */
const answerLimit = 2;

/** What is kept of a sign-in between its two halves. */
export interface Attempt {
  state: string;
  nonce: string;
  /** The secret half of PKCE. */
  verifier: string;
}

/** What the browser came back with. */
export interface Callback {
  code: string;
  state: string;
  iss?: string | undefined;
}

/** The company's OpenID Connect provider. Its settings are read when it is first needed, and again after a failure. */
@Injectable()
export class OidcProvider {
  private found: Promise<Configuration> | undefined;

  constructor(
    private readonly config: IdentityConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A new attempt, and where to send the browser for it. */
  async begin(): Promise<{ attempt: Attempt; url: string }> {
    const { redirectUrl } = this.settings;
    const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.provider(), {
      redirect_uri: redirectUrl,
      scope: 'openid email',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { attempt, url: url.href };
  }

  /**
   * The verified address of whoever signed in, or undefined for anything that the provider or the checks refuse.
   * Throws `unavailable` where the provider does not answer.
   */
  async complete(attempt: Attempt, { code, state, iss }: Callback): Promise<string | undefined> {
    const callback = new URL(this.settings.redirectUrl);
    callback.searchParams.set('code', code);
    callback.searchParams.set('state', state);
    if (iss !== undefined) callback.searchParams.set('iss', iss);
    const provider = await this.provider();
    try {
      const tokens = await authorizationCodeGrant(provider, callback, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return undefined;
      return (
        verifiedEmail(claims) ?? verifiedEmail(await fetchUserInfo(provider, tokens.access_token, claims.sub))
      );
    } catch (error) {
      if (isOutage(error)) throw this.unavailable(error);
      this.logger.warn({ err: error }, 'a sign-in by the OpenID Connect provider was refused');
      return undefined;
    }
  }

  private get settings(): OidcSettings {
    const { oidc } = this.config;
    if (!oidc) throw new AppError('not_found', 'oidc-not-configured');
    return oidc;
  }

  private async provider(): Promise<Configuration> {
    this.found ??= discover(this.settings);
    try {
      return await this.found;
    } catch (error) {
      this.found = undefined;
      throw this.unavailable(error);
    }
  }

  private unavailable(cause: unknown): AppError {
    this.logger.error({ err: cause }, 'the OpenID Connect provider does not answer as it should');
    return new AppError('unavailable', 'unavailable', { retryAfterSeconds: 5, cause });
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const server = new URL(issuer);
  // Signatures of ID tokens are checked although they come over TLS: a proxy in between must not vouch for people.
  const execute = [enableNonRepudiationChecks];
  // Settings allow http on this machine only.
  if (server.protocol === 'http:') execute.push(allowInsecureRequests);
  const authentication = clientSecret === undefined ? None() : undefined;
  return discovery(server, clientId, clientSecret, authentication, { execute, timeout: answerLimit });
}
