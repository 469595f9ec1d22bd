import type pg from 'pg';
import { as } from '../../servers/databases.ts';
import { countTables, storedTables, lanes } from './fill-sql.ts';
import { madeSql, prepareSql } from './made-sql.ts';

/** What is filled in, and for whom. */
export interface Fill {
  /** Number of the first customer, from 1. */
  from: number;
  /** Number of the last. */
  to: number;
  /** Places in `bench.owner` of those who have them in turn: from the first, to before the second. */
  owners: readonly [number, number];
  /** Id of the ready outcome of talks that have one. */
  outcomeTemplateId: string;
}

/** Makes what filling needs in the customer service's database. Wants the superuser. */
export async function prepareFill(adminUrl: string, owners: readonly string[]): Promise<void> {
  await as(adminUrl, async (client) => {
    await client.query(prepareSql);
    await client.query(
      'INSERT INTO bench.owner SELECT place - 1, id FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)',
      [owners],
    );
  });
}

/**
 * Fills the tables of the customer service with the rows that it would have written itself (sameness.ts shows it):
 * customers, contacts, talks, owners, stages, keys of duplicates, documents of search, counters. Without triggers and
 * without looking after indexes, which are made anew at the end; commits are not flushed until then. What the rows told
 * other services is left out: outbox and audit. Wants the superuser.
 */
export async function fill(adminUrl: string, options: Fill, say: (line: string) => void): Promise<void> {
  const { from, to, owners, outcomeTemplateId } = options;
  await as(adminUrl, async (client) => {
    await client.query('ALTER SYSTEM SET fsync = off');
    await client.query('SELECT pg_reload_conf()');
    await client.query('TRUNCATE bench.made');
    const now = new Date().toISOString();
    await client.query(madeSql, [from, to, ...owners, now]);
    await client.query('ANALYZE bench.made');
    await leaveIndexes(client);
  });
  say('What is to be filled in is worked out.');
  await Promise.all(
    lanes.map((lane) =>
      as(adminUrl, async (client) => {
        await client.query(
          "SET session_replication_role = replica; SET work_mem = '256MB'; SET max_parallel_workers_per_gather = 0",
        );
        for (const { table, sql } of lane) {
          await client.query(sql, sql.includes('$1') ? [outcomeTemplateId] : []);
          say(`Filled ${table}.`);
        }
      }),
    ),
  );
  await as(adminUrl, async (client) => {
    await client.query("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2");
    for (const table of storedTables) await client.query(`REINDEX TABLE ${table}`);
    say('Indexes are made.');
    await client.query(`VACUUM (ANALYZE) ${[...storedTables, ...countTables].join(', ')}`);
    await client.query('ALTER SYSTEM RESET fsync');
    await client.query('SELECT pg_reload_conf()');
    await client.query('CHECKPOINT');
  });
}

/** Takes everything out of the tables again. */
export async function empty(adminUrl: string): Promise<void> {
  await as(adminUrl, (client) =>
    client.query(`TRUNCATE ${[...storedTables, ...countTables].join(', ')} CASCADE`),
  );
}

/** Indexes that are not ready are not kept by inserts, and not asked while not valid; REINDEX makes them both again. */
async function leaveIndexes(client: pg.Client): Promise<void> {
  await client.query(
    `UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY ($1::text[]::regclass[]) AND indrelid <> 'holding_kept'::regclass`,
    [storedTables],
  );
}
