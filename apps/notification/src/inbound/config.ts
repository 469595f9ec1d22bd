import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { readEnvironment } from '@kontor/service/config';

/** How mail comes in. */
export interface InboundSettings {
  host: string;
  /** TCP port of the listener; 0 takes a free one. */
  port: number;
  /** Mail is taken for addresses of this domain only, lower case. */
  domain: string;
  /** Bytes that one message may have. */
  limit: number;
  /** Files of the certificate and its key, PEM; without them the listener speaks no TLS. */
  tls?: { certificate: string; key: string } | undefined;
  /** Mail servers of the company: what they say of a sender is believed, and limits by address do not hold for them. */
  relays: BlockList;
  /** Name by which those servers sign their Authentication-Results; empty: none are believed. */
  authserv: string;
  /** Where files of mail wait for the customer service: a folder or `s3://bucket/prefix`; empty: they stay behind. */
  filesFolder: string;
}

/** Injection token of the settings (InboundSettings, or undefined where no mail is taken in). */
export const INBOUND = Symbol('inbound mail');

const domainName = /^(?=.{1,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

const settings = z.object({
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  host: z.string().default('0.0.0.0'),
  domain: z.string().toLowerCase().regex(domainName, 'must be the name of a domain').optional(),
  limit: z.coerce
    .number()
    .int()
    .min(10_000)
    .max(50 * 1024 * 1024)
    .default(10 * 1024 * 1024),
  certificate: z.string().optional(),
  key: z.string().optional(),
  relays: z.string().default('').refine(areNetworks, 'must be addresses or networks, by commas'),
  authserv: z.string().toLowerCase().default(''),
  filesFolder: z.string().default(''),
});

const variables = {
  port: 'INBOUND_SMTP_PORT',
  host: 'INBOUND_SMTP_HOST',
  domain: 'INBOUND_MAIL_DOMAIN',
  limit: 'INBOUND_MAIL_LIMIT_BYTES',
  certificate: 'INBOUND_TLS_CERT_FILE',
  key: 'INBOUND_TLS_KEY_FILE',
  relays: 'INBOUND_MAIL_RELAYS',
  authserv: 'INBOUND_MAIL_AUTHSERV_ID',
  filesFolder: 'MAIL_FILES_FOLDER',
} as const;

/** The settings of mail that comes in, or undefined without INBOUND_SMTP_PORT. */
export function inboundSettings(env: NodeJS.ProcessEnv = process.env): InboundSettings | undefined {
  const { port, host, domain, limit, certificate, key, relays, authserv, filesFolder } = readEnvironment(
    settings,
    variables,
    env,
  );
  if (port === undefined) return undefined;
  if (domain === undefined)
    throw new Error(
      'The environment is not complete:\n  INBOUND_MAIL_DOMAIN: is not set, though INBOUND_SMTP_PORT is',
    );
  if ((certificate === undefined) !== (key === undefined))
    throw new Error('The environment is not complete:\n  INBOUND_TLS_CERT_FILE: needs INBOUND_TLS_KEY_FILE');
  const tls = certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
  return { host, port, domain, limit, tls, relays: blockList(relays), authserv, filesFolder };
}

function areNetworks(text: string): boolean {
  try {
    blockList(text);
    return true;
  } catch {
    return false;
  }
}

function blockList(text: string): BlockList {
  const list = new BlockList();
  for (const one of text.split(',').map((part) => part.trim())) {
    if (one === '') continue;
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
