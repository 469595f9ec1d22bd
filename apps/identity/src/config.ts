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

/** What identity knows from its environment. A class only so that Nest can inject it. */
export abstract class IdentityConfig {
  /** The root of every key that identity derives; the same for all replicas. */
  abstract readonly secret: string;
  /** IANA zone of people who name none. */
  abstract readonly companyTimeZone: string;
  /** First password of the administrator who is made when nobody exists. */
  abstract readonly adminPassword: string | undefined;
  abstract readonly hashing: HashingSettings;
}

const own = z.object({
  adminPassword: z.string().max(256).optional(),
  memoryKib: z.coerce.number().int().min(8).max(1_048_576).default(65_536),
  passes: z.coerce.number().int().min(1).max(20).default(3),
  concurrency: z.coerce.number().int().min(1).max(64).default(2),
});

/** The settings of every service, with those that only identity has. Names every variable that is wrong. */
export function identityConfig(
  settings: ServiceSettings,
  env: NodeJS.ProcessEnv = process.env,
): IdentityConfig {
  const { adminPassword, ...hashing } = readEnvironment(
    own,
    {
      adminPassword: 'KONTOR_ADMIN_PASSWORD',
      memoryKib: 'IDENTITY_ARGON2_MEMORY_KIB',
      passes: 'IDENTITY_ARGON2_PASSES',
      concurrency: 'IDENTITY_ARGON2_CONCURRENCY',
    },
    env,
  );
  return { secret: settings.secret, companyTimeZone: settings.companyTimeZone, adminPassword, hashing };
}
