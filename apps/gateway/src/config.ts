import { z } from 'zod';
import { ownerOf } from '@kontor/events/names';
import { contract } from '@kontor/schema/contract';

/** A whole number in the environment; an empty value counts as not given. */
const wholeNumber = (fallback: number, minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(minimum).max(maximum).default(fallback),
  );

const settings = z.object({
  PORT: wholeNumber(8080, 0, 65_535),
  HOST: z.string().min(1).default('127.0.0.1'),
  NATS_URL: z.string().min(1),
  TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  RATE_LIMIT_PER_MINUTE: wholeNumber(20_000, 0),
  SIGN_IN_LIMIT_PER_MINUTE: wholeNumber(60, 0),
  BODY_LIMIT_BYTES: wholeNumber(1024 * 1024, 1024),
  IMPORT_LIMIT_BYTES: wholeNumber(2 * 1024 ** 3, 1),
  FILE_LIMIT_BYTES: wholeNumber(25 * 1024 ** 2, 1),
  EVENT_STREAMS_PER_PERSON: wholeNumber(20, 1),
  ACCESS_LOG: z.enum(['true', 'false']).default('true'),
});

/** What the gateway reads from its environment. */
export interface GatewayConfig {
  host: string;
  /** 0 takes a free port. */
  port: number;
  natsUrl: string;
  /** Name of each service behind the gateway → host:port of its gRPC server. */
  services: Record<string, string>;
  limits: GatewayLimits;
  /** Whether the client's address is taken from X-Forwarded-For: only behind a proxy that sets it itself. */
  trustProxy: boolean;
  /** One line a request, without personal data. */
  accessLog: boolean;
}

/** What one client may ask of the gateway. */
export interface GatewayLimits {
  /** Requests a minute for each person, or address where nobody is signed in; 0 lifts the limit. */
  requestsPerMinute: number;
  /** Sign-ins and refreshes a minute for each address; 0 lifts the limit. */
  signInsPerMinute: number;
  /** Bytes of a JSON body. */
  bodyBytes: number;
  /** Bytes of a file to import. */
  importBytes: number;
  /** Bytes of a file attached to a customer or a talk. */
  fileBytes: number;
  /** Open streams of live events for each person. */
  eventStreamsPerPerson: number;
}

/** Names of the services that the contract has calls of. */
export function behindTheGateway(): string[] {
  return [...new Set(contract.methods().map(({ service }) => ownerOf(service)))];
}

/** Name of the variable that tells where a service listens: `SALES_PIPELINE_URL` for sales-pipeline. */
export function addressVariable(service: string): string {
  return `${service.toUpperCase().replaceAll('-', '_')}_URL`;
}

/**
 * Reads the environment once, at start. `services` are the services that the contract names; the address of each
 * must be given. Throws one error that names every variable at fault.
 */
export function loadConfig(
  services: readonly string[],
  env: Record<string, string | undefined> = process.env,
): GatewayConfig {
  const addresses = z.object(
    Object.fromEntries(services.map((service) => [addressVariable(service), z.string().min(1)])),
  );
  const parsed = settings.safeParse(env);
  const reached = addresses.safeParse(env);
  const issues = [...(parsed.error?.issues ?? []), ...(reached.error?.issues ?? [])];
  if (!parsed.success || !reached.success) {
    const faults = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The gateway's environment is not complete.\n  ${faults.join('\n  ')}`);
  }
  return {
    host: parsed.data.HOST,
    port: parsed.data.PORT,
    natsUrl: parsed.data.NATS_URL,
    services: Object.fromEntries(
      services.map((service) => [service, hostAndPort(reached.data[addressVariable(service)] ?? '')]),
    ),
    limits: {
      requestsPerMinute: parsed.data.RATE_LIMIT_PER_MINUTE,
      signInsPerMinute: parsed.data.SIGN_IN_LIMIT_PER_MINUTE,
      bodyBytes: parsed.data.BODY_LIMIT_BYTES,
      importBytes: parsed.data.IMPORT_LIMIT_BYTES,
      fileBytes: parsed.data.FILE_LIMIT_BYTES,
      eventStreamsPerPerson: parsed.data.EVENT_STREAMS_PER_PERSON,
    },
    trustProxy: parsed.data.TRUST_PROXY === 'true',
    accessLog: parsed.data.ACCESS_LOG === 'true',
  };
}

/** Addresses may be written as URLs (`http://customer:4010/`); gRPC wants the bare host and port. */
function hostAndPort(address: string): string {
  return address.replace(/^\w+:\/\//, '').replace(/\/$/, '');
}
