import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Asks the statistics how many records a search has, before it looks at any. Most words are rare: the index gives their
 * few records at once, where a first look at 5,000 rows cost more than all the rest. Only words of many records, which
 * fill the page from any rows, are looked for among some rows first.
 */
export class SearchEstimate1787500100001 implements MigrationInterface {
  name = 'SearchEstimate1787500100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(expected);
    await runner.query(byStatistics);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sampleFirst);
    await runner.query('DROP FUNCTION search_expected');
  }
}

/**
 * How many records have the tokens, as the planner thinks: the most common tokens are in its statistics. Volatile, since
 * EXPLAIN is refused to others.
 */
const expected = `
  CREATE FUNCTION search_expected(wanted text) RETURNS float8 LANGUAGE plpgsql VOLATILE AS $$
  DECLARE plan json;
  BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM search_document d WHERE d.tokens @@ %L::tsquery', wanted) INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
  END $$
`;

const head = `
  CREATE OR REPLACE FUNCTION search_candidates(wanted text, names text[], numbers text, sampled boolean, owners uuid[],
    few boolean, within uuid[], most integer, enough integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$`;

/**
 * Words of more than a fiftieth of all records are looked for among 5,000 rows first, which hold a page of them; for
 * people with few records, words of more than a hundredth are, and these rows are then all that there is. Of rarer words
 * the statistics know no more than that: Postgres may join them with the records of people who have few, but not with
 * those of a team, which are more than the words have.
 */
const byStatistics = `${head}
  DECLARE
    found_some integer;
    records float8 := CASE WHEN sampled THEN search_expected(wanted) ELSE 0 END;
    total float8 := (SELECT c.reltuples FROM pg_class c WHERE c.oid = 'search_document'::regclass);
    often boolean := records > greatest(1000, total / 100);
  BEGIN
    IF often AND within IS NULL AND (few OR records > greatest(5000, total / 50)) THEN
      RETURN QUERY SELECT * FROM search_sample(wanted, names, numbers, owners, most);
      GET DIAGNOSTICS found_some = ROW_COUNT;
      IF few OR found_some >= enough THEN RETURN; END IF;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, sampled AND (few OR often), owners, within, most);
  END $$
`;

const sampleFirst = `${head}
  DECLARE found_some integer;
  BEGIN
    IF sampled AND within IS NULL THEN
      RETURN QUERY SELECT * FROM search_sample(wanted, names, numbers, owners, most);
      GET DIAGNOSTICS found_some = ROW_COUNT;
      IF few OR found_some >= enough THEN RETURN; END IF;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, sampled, owners, within, most);
  END $$
`;
