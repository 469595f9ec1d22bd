import { z } from 'zod';
import { addressOf, isWithheld } from '../../triage/rules/address.js';

/** What no database keeps: NUL and its like, halves of characters. */
const unkept = /[\p{Cc}\p{Cs}]/u;

const text = z
  .string()
  .trim()
  .max(200)
  .refine((told) => !unkept.test(told), 'control-character');

/** An event of an exchange. Properties of its own are let pass. */
export const callEventSchema = z.object({
  type: z.enum(['ring', 'answer', 'hangup']),
  callId: text.min(1),
  from: text.default(''),
  to: text.default(''),
  /** The phone that rings, answered or was hung up. */
  extension: text.default(''),
  exchange: text.default(''),
  /** Machine of the exchange that tells; two may tell of the same call. */
  node: text.default(''),
  time: z.iso.datetime({ offset: true }).optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
});

export type CallEvent = z.infer<typeof callEventSchema>;

/** Who is on the other side of a call. */
export interface OtherSide {
  direction: 'inbound' | 'outbound';
  /** E.164, or as it was told where it cannot be read so; empty where withheld. */
  number: string;
  withheld: boolean;
}

/**
 * The other side of a call: who calls us, or whom we call. Undefined for a call among ourselves: our own numbers and
 * extensions belong to no customer. An event without direction is outbound where the phone itself, or a number of ours,
 * calls.
 */
export function otherSide(
  { from, to, extension, direction }: Pick<CallEvent, 'from' | 'to' | 'extension' | 'direction'>,
  isExtension: (number: string) => boolean,
  ownNumbers: readonly string[],
  country: string,
): OtherSide | undefined {
  const own = new Set(ownNumbers.map((number) => addressOf(number, country)?.value ?? number));
  const isOurs = (number: string) =>
    number !== '' &&
    (number === extension || isExtension(number) || own.has(addressOf(number, country)?.value ?? number));
  const outbound = direction === undefined ? isOurs(from) : direction === 'outbound';
  const other = outbound ? to : from;
  if (isOurs(other)) return undefined;
  const withheld = isWithheld(other);
  return {
    direction: outbound ? 'outbound' : 'inbound',
    number: withheld ? '' : (addressOf(other, country)?.value ?? other),
    withheld,
  };
}
