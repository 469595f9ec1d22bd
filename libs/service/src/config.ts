import { z } from 'zod';
import { isTimeZone } from '@kontor/schema/formats';

const address = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port');

const settings = z.object({
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }),
  databaseOwnerUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  databasePoolSize: z.coerce.number().int().min(2).max(100).default(10),
  natsUrl: z.string().min(1),
  listen: address,
  identityUrl: address.optional(),
  secret: z.string().min(16, 'must have at least 16 characters'),
  companyTimeZone: z.string().refine(isTimeZone, 'must be an IANA time zone').default('UTC'),
  companyCountry: z.string().length(2).default('CN'),
});

/** What every service is told by its environment. */
export type ServiceSettings = z.infer<typeof settings> & {
  /** Name of the service. */
  service: string;
};

/** Reads the environment of a service; names every variable that is missing or wrong. */
export function serviceSettings(service: string, env: NodeJS.ProcessEnv = process.env): ServiceSettings {
  const prefix = service.toUpperCase().replaceAll('-', '_');
  const variables = {
    databaseUrl: `${prefix}_DATABASE_URL`,
    databaseOwnerUrl: `${prefix}_DATABASE_OWNER_URL`,
    databasePoolSize: `${prefix}_DATABASE_POOL_SIZE`,
    natsUrl: 'NATS_URL',
    listen: `${prefix}_LISTEN`,
    identityUrl: 'IDENTITY_URL',
    secret: 'KONTOR_SECRET',
    companyTimeZone: 'COMPANY_TIME_ZONE',
    companyCountry: 'COMPANY_COUNTRY',
  } as const;
  return { service, ...readEnvironment(settings, variables, env) };
}

const massRead = z.object({
  usual: z.coerce.number().int().min(1).default(5_000),
  leaving: z.coerce.number().int().min(1).default(500),
});

/** Rows of lists that somebody may read within an hour before it is noticed; of people who are leaving, before it is stopped. */
export function massReadLimits(env: NodeJS.ProcessEnv = process.env): z.infer<typeof massRead> {
  const variables = { usual: 'MASS_READ_ROWS_PER_HOUR', leaving: 'MASS_READ_ROWS_PER_HOUR_LEAVING' } as const;
  return readEnvironment(massRead, variables, env);
}

/** Reads variables into a schema. Throws an error that lists every variable at fault by its own name. */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  variables: Record<keyof z.input<S>, string>,
  env: NodeJS.ProcessEnv = process.env,
): z.output<S> {
  const values = Object.entries(variables).map(([key, variable]) => [key, env[variable] || undefined]);
  const result = schema.safeParse(Object.fromEntries(values));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const variable = (variables as Record<string, string>)[String(path[0])];
    return `${variable}: ${env[variable ?? ''] ? message : 'is not set'}`;
  });
  throw new Error(`The environment is not complete:\n  ${faults.join('\n  ')}`);
}
