import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { saysEnough } from './rules/looks.js';

/** A search as the index has its words, and whether the people asked about have few records; null: everybody. */
export interface Folded {
  folded: string;
  /** The same with the blanks that were typed between words of Chinese. */
  words: string;
  few: boolean;
}

/** Throws `invalid` query-too-short where a search says too little; `strict` as `saysEnough` has it. */
export async function fold(
  tx: Pick<Transaction, 'query'>,
  text: string,
  owners: readonly string[] | null,
  strict: boolean,
): Promise<Folded> {
  const [row] = await tx.query<Folded>(
    'SELECT search_fold($1) AS folded, search_words($1) AS words, search_few($2::uuid[]) AS few',
    [text, owners],
  );
  const { folded = '', words = '', few = false } = row ?? {};
  if (saysEnough(folded, strict)) return { folded, words, few };
  throw new AppError('invalid', 'invalid-request', { fields: [{ field: 'q', reason: 'query-too-short' }] });
}
