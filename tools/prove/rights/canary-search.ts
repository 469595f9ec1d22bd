import type { DescMessage } from '@bufbuild/protobuf';
import { contract, type MethodContract } from '@kontor/schema/contract';

/** A value that stands in one field and nowhere else. */
export interface Canary {
  /** What is looked for. */
  needle: string;
  /** Field that it stands in, as `customer.note`. */
  field: string;
  /** Path of the record: for finding it as the administrator. */
  record: string;
}

type Values = Record<string, unknown>;

/** Which of the canaries a text holds: as it is, unescaped from JSON or a URL, and in base64 of whatever it holds. */
export function canariesIn(text: string, canaries: readonly Canary[]): Canary[] {
  const open = [text, decoded(text)].join('\n').toLowerCase();
  return canaries.filter(({ needle }) => open.includes(needle.toLowerCase()));
}

/** Whatever in a text may be base64, read as that: page tokens, mails. Soft line breaks of mails are taken out. */
function decoded(text: string): string {
  const joined = text
    .replace(/=\r?\n/g, '')
    .replace(/(?<=[A-Za-z0-9+/]{60,76})\r?\n(?=[A-Za-z0-9+/=]+)/g, '');
  const parts = joined.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? [];
  return parts.map((part) => Buffer.from(part, 'base64').toString('utf8')).join('\n');
}

/**
 * Fields of objects that stand in an answer although they are covered, as `customer.note`, wherever in it the record
 * stands. Texts that read as masked or empty tell nothing where fields are masked.
 */
export function shownFields(
  method: MethodContract,
  { status, body }: { status: number; body: unknown },
  covered: (field: string) => boolean,
  masked: boolean,
): string[] {
  const found: string[] = [];
  const walk = (message: DescMessage, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const object = contract.objectOf(message.typeName);
    for (const { name, message: inner, rules } of contract.fields(message.typeName)) {
      const given = (value as Values)[name];
      if (given === undefined) continue;
      const field = object
        ? `${object.name}.${name}`
        : rules.standsFor && `${rules.standsFor.object}.${rules.standsFor.field}`;
      const tells = !(masked && (given === '•••' || given === ''));
      if (field && tells && covered(field)) found.push(field);
      if (inner) for (const item of [given].flat()) walk(inner, item);
    }
  };
  // Of a refusal the record as it stands; its own words have names that fields have too.
  if (status < 300) walk(method.output, body);
  else {
    const { current, candidates } = (body ?? {}) as { current?: unknown; candidates?: unknown[] };
    if (contract.objectOf(method.output.typeName)) walk(method.output, current);
    const candidate = contract
      .fields('kontor.customer.v1.CheckDuplicatesResponse')
      .find(({ name }) => name === 'candidates')?.message;
    if (candidate) for (const one of candidates ?? []) walk(candidate, one);
  }
  return found;
}
