import type {
  Direction,
  InteractionManner,
  LetterState,
} from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** What of a talk tells whether it is a contact. */
export interface ToldTalk {
  manner: InteractionManner;
  direction?: Direction | undefined;
  /** Kontor made it of a phone call, and nobody has said yet what it was. */
  draft: boolean;
  /** System that brought it in; empty where a person logged it. */
  source: string;
  /** Present where Kontor wrote the letter by itself, such as a greeting. */
  letterState?: LetterState | undefined;
}

/** Talks that take two who meet: who began them does not matter. */
const met: readonly InteractionManner[] = ['visit', 'meeting'];

/** What is written to somebody: a contact where we wrote. */
const written: readonly InteractionManner[] = ['email', 'message', 'sms', 'letter', 'fax'];

/**
 * Whether a talk is a contact by us: it moves the time of the last contact, and with it every clock that says how long
 * nobody turned to a customer. What comes from outside is none, such as a message or a web form: it waits for an
 * answer. Nor is a remark (`other`), nor a draft before its author says what was said, nor a greeting that Kontor sent by
 * itself, nor what an exchange tells of a call that nobody took. countsAsContactSql() is the same for the database.
 */
export function countsAsContact({ manner, direction, draft, source, letterState }: ToldTalk): boolean {
  if (draft || letterState !== undefined) return false;
  if (met.includes(manner)) return true;
  if (manner === 'call') return source === '' || direction !== 'inbound';
  return written.includes(manner) && direction !== 'inbound';
}

/** countsAsContact() as a condition on a row of `interaction` that is `alias` in the statement. */
export function countsAsContactSql(alias: string): string {
  const among = (manners: readonly string[]) =>
    `${alias}.manner IN (${manners.map((one) => `'${one}'`).join(', ')})`;
  const ours = `${alias}.direction IS DISTINCT FROM 'inbound'`;
  return `(NOT ${alias}.draft AND ${alias}.letter_state IS NULL AND (${among(met)}
    OR ${among(['call'])} AND (${alias}.source = '' OR ${ours}) OR ${among(written)} AND ${ours}))`;
}
