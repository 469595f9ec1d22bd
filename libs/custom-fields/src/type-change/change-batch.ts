import type { Transaction } from '@kontor/database/transaction';
import { tallied, type Tally } from '../rules/change-figures.js';
import {
  conversionOf,
  convertValue,
  writtenValue,
  type Conversion,
  type Converted,
} from '../rules/convert-value.js';
import type { MetValue, Standing } from './standing.js';

/** Records that are looked at in one transaction, some 20 ms. */
const batchRows = 1_000;

/** How far a batch came. */
export interface BatchEnd {
  done: boolean;
  last: string | null;
}

/** Looks at the values of the next records and counts what they become; with `take`, takes them out and keeps them. */
export async function lookAtBatch(
  tx: Transaction,
  standing: Standing,
  table: string,
  tally: Tally,
  take: boolean,
): Promise<BatchEnd> {
  const { id, key, done_to: from, change } = standing;
  const rows = await tx.query<MetValue>(
    `SELECT r.id, r.value, k.record_id IS NOT NULL AS kept, k.before, k.after
     FROM (SELECT id, custom -> $2 AS value FROM ${table} WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT ${batchRows}) r
     LEFT JOIN kept_value k ON k.change_id = $3::uuid AND k.record_id = r.id ORDER BY r.id`,
    [from, key, change.undoOf ?? null],
  );
  const conversion = conversionOf(change);
  const met = rows.flatMap((row) => {
    const outcome = outcomeOf(conversion, row);
    if (!outcome) return [];
    tallied(tally, outcome, writtenValue(conversion, row.value ?? row.before), text(conversion, outcome));
    return [{ row, outcome }];
  });
  if (take && met.length > 0)
    await tx.query(
      `WITH met AS (SELECT * FROM unnest($2::uuid[], $3::jsonb[], $4::jsonb[]) AS m (record_id, before, after)),
         kept AS (INSERT INTO kept_value (change_id, record_id, before, after)
           SELECT $1, record_id, before, after FROM met ON CONFLICT DO NOTHING)
       UPDATE ${table} r SET custom = nullif(r.custom - $5::text, '{}'), version = r.version + 1
       FROM met WHERE r.id = met.record_id AND r.custom ? $5::text`,
      [
        id,
        met.map(({ row }) => row.id),
        met.map(({ row }) => json(row.value)),
        met.map(({ outcome }) => json(outcome.value)),
        key,
      ],
    );
  return { done: rows.length < batchRows, last: rows.at(-1)?.id ?? from };
}

/** Puts back what the next values became. */
export async function fillBatch(tx: Transaction, standing: Standing, table: string): Promise<BatchEnd> {
  const { id, key, done_to: from } = standing;
  const rows = await tx.query<{ record_id: string }>(
    `WITH batch AS MATERIALIZED (SELECT record_id, after FROM kept_value
       WHERE change_id = $1 AND ($2::uuid IS NULL OR record_id > $2) ORDER BY record_id LIMIT ${batchRows}),
     filled AS (UPDATE ${table} r SET custom = coalesce(r.custom, '{}') || jsonb_build_object($3::text, b.after),
       version = r.version + 1 FROM batch b WHERE r.id = b.record_id AND b.after IS NOT NULL)
     SELECT record_id FROM batch ORDER BY record_id`,
    [id, from, key],
  );
  return { done: rows.length < batchRows, last: rows.at(-1)?.record_id ?? from };
}

/**
 * What becomes of a record's value, undefined of none. What is taken back becomes as it was before, unless somebody wrote
 * another value since; one that somebody took out stays out.
 */
export function outcomeOf(
  conversion: Conversion,
  { value, kept, before, after }: MetValue,
): Converted | undefined {
  if (kept && same(value, after))
    return before === null ? undefined : { how: 'converted', value: before as never, astray: false };
  return value === null ? undefined : convertValue(conversion, value);
}

function text(conversion: Conversion, { value }: Converted): string {
  return value === undefined ? '' : writtenValue({ ...conversion, from: conversion.to }, value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
