import { z } from 'zod';
import { readEnvironment, type ServiceSettings } from '@kontor/service/config';

/** How passwords are hashed (argon2id), and how many at a time. */
export interface HashingSettings {
  /** Memory of one hash in KiB. */
  memoryKib: number;
  /** Passes over that memory. */
  passes: number;
  /** Hashes at once in this process: each takes a core and its memory. */
  concurrency: number;
}

/** The company's OpenID Connect provider, and what it knows us by. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  /** Without it we are a public client. */
  clientSecret?: string | undefined;
  /** Where the provider sends browsers back to. */
  redirectUrl: string;
}

/** What identity knows from its environment. A class only so that Nest can inject it. */
export abstract class IdentityConfig {
  /** The root of every key that identity derives; the same for all replicas. */
  abstract readonly secret: string;
  /** IANA zone of people who name none. */
  abstract readonly companyTimeZone: string;
  /** First password of the administrator who is made when nobody exists. */
  abstract readonly adminPassword: string | undefined;
  abstract readonly hashing: HashingSettings;
  /** Page where people set a password; the one-time token is its fragment. Without it the e-mail has the bare token. */
  abstract readonly passwordUrl: string | undefined;
  /** Absent where people sign in with passwords only. */
  abstract readonly oidc: OidcSettings | undefined;
  /** Folder, or `s3://bucket/prefix`, into which digests of the audit are written too, to be kept elsewhere. */
  abstract readonly auditDigestFolder?: string | undefined;
}

/** Codes and tokens go this way. */
function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

const own = z.object({
  adminPassword: z.string().max(256).optional(),
  passwordUrl: z
    .url({ protocol: /^https?$/ })
    .max(400)
    .optional(),
  oidcIssuer: z
    .url({ protocol: /^https?$/ })
    .refine(isPrivate, 'must be https, or http on this machine')
    .optional(),
  oidcClientId: z.string().max(500).optional(),
  oidcClientSecret: z.string().max(500).optional(),
  oidcRedirectUrl: z.url({ protocol: /^https?$/ }).optional(),
  auditDigestFolder: z.string().max(1_000).optional(),
  memoryKib: z.coerce.number().int().min(8).max(1_048_576).default(65_536),
  passes: z.coerce.number().int().min(1).max(20).default(3),
  concurrency: z.coerce.number().int().min(1).max(64).default(2),
});

/** The settings of every service, with those that only identity has. Names every variable that is wrong. */
export function identityConfig(
  settings: ServiceSettings,
  env: NodeJS.ProcessEnv = process.env,
): IdentityConfig {
  const values = readEnvironment(
    own,
    {
      adminPassword: 'KONTOR_ADMIN_PASSWORD',
      passwordUrl: 'IDENTITY_PASSWORD_URL',
      oidcIssuer: 'IDENTITY_OIDC_ISSUER',
      oidcClientId: 'IDENTITY_OIDC_CLIENT_ID',
      oidcClientSecret: 'IDENTITY_OIDC_CLIENT_SECRET',
      oidcRedirectUrl: 'IDENTITY_OIDC_REDIRECT_URL',
      auditDigestFolder: 'AUDIT_DIGEST_FOLDER',
      memoryKib: 'IDENTITY_ARGON2_MEMORY_KIB',
      passes: 'IDENTITY_ARGON2_PASSES',
      concurrency: 'IDENTITY_ARGON2_CONCURRENCY',
    },
    env,
  );
  const { adminPassword, passwordUrl, auditDigestFolder, memoryKib, passes, concurrency } = values;
  return {
    secret: settings.secret,
    companyTimeZone: settings.companyTimeZone,
    adminPassword,
    hashing: { memoryKib, passes, concurrency },
    passwordUrl,
    oidc: oidcSettings(values),
    auditDigestFolder,
  };
}

function oidcSettings(values: z.output<typeof own>): OidcSettings | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret, oidcRedirectUrl } = values;
  if (oidcIssuer === undefined) return undefined;
  if (oidcClientId === undefined || oidcRedirectUrl === undefined) {
    throw new Error(
      'The environment is not complete:\n  IDENTITY_OIDC_CLIENT_ID and IDENTITY_OIDC_REDIRECT_URL: needed with IDENTITY_OIDC_ISSUER',
    );
  }
  return {
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    redirectUrl: oidcRedirectUrl,
  };
}
