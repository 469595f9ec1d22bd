import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { saysEnough } from './rules/looks.js';

/** A search as the index has its words. */
export interface Folded {
  folded: string;
  /** The same with the blanks that were typed between words of Chinese. */
  words: string;
}

/** Throws `invalid` query-too-short where a search says too little; `strict` as `saysEnough` has it. */
export async function fold(tx: Pick<Transaction, 'query'>, text: string, strict: boolean): Promise<Folded> {
  const [row] = await tx.query<Folded>('SELECT search_fold($1) AS folded, search_words($1) AS words', [text]);
  const { folded = '', words = '' } = row ?? {};
  if (saysEnough(folded, strict)) return { folded, words };
  throw refusedField('q', 'query-too-short');
}
