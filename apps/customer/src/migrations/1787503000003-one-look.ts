import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One rule for words that many names have (ADR 14): where the statistics expect more records than a look at the first
 * 5,000 costs, these are looked at first. It stands for the three of before: words told apart by who asks
 * (`sampled`), a count of the records of these people ahead of each search (`search_few`), and shares of the whole, by
 * which a word of up to a fiftieth of all was read whole.
 */
export class OneLook1787503000003 implements MigrationInterface {
  name = 'OneLook1787503000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION search_candidates(text, text[], text, boolean, uuid[], boolean, uuid[], integer, integer);
      DROP FUNCTION search_few, search_sample;
      ${indexed('often', `CASE WHEN often THEN '' ELSE ' OFFSET 0' END`)}
      ${often}
      ${first}
      ${candidates}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION search_candidates, search_first, search_often;
      ${indexed('sampled', `CASE WHEN sampled THEN '' ELSE ' OFFSET 0' END`)}
      ${before}
    `);
  }
}

/** Few records are found by their tokens alone: OFFSET 0 keeps Postgres from reading all of the owners beside them. */
const indexed = (often: string, apart: string) => `
  DROP FUNCTION search_indexed;
  CREATE FUNCTION search_indexed(wanted text, names text[], numbers text, ${often} boolean, owners uuid[], within uuid[],
    most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 SET enable_seqscan = off AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document d WHERE '
      || search_condition(names, numbers)
      || CASE WHEN within IS NULL THEN '' ELSE ' AND d.customer_id = ANY ($5)' END
      || ${apart} || ') d'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE d.guardian_id = ANY ($4)' END || ' LIMIT $6'
      USING wanted, names, numbers, owners, within, most;
  END $$;`;

/**
 * Whether the tokens of a name are in more records than that: by what the statistics make of them, or because each of them
 * is in many more. For tokens of one word come together, and the statistics take them for independent.
 */
const often = `
  CREATE FUNCTION search_often(wanted text, records integer) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
  DECLARE token text;
  BEGIN
    IF search_expected(wanted) > records THEN RETURN true; END IF;
    FOR token IN SELECT DISTINCT m[1] FROM regexp_matches(wanted, '''[nN]([^''^=][^'']*)''', 'g') m LOOP
      IF search_expected(format('''n%1$s'' | ''N%1$s''', token)) <= 4 * records THEN RETURN false; END IF;
    END LOOP;
    RETURN token IS NOT NULL;
  END $$;`;

/** Owner by owner: of all at once Postgres would read the table until it has enough. */
const first = `
  CREATE FUNCTION search_first(wanted text, names text[], numbers text, owners uuid[], looked integer, most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT s.* FROM ' || CASE WHEN owners IS NULL THEN ''
        ELSE 'unnest($4) o (id) CROSS JOIN LATERAL (SELECT * FROM ' END || 'search_document s'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE s.guardian_id = o.id LIMIT $5) s' END
      || ' LIMIT $5) d WHERE ' || search_condition(names, numbers) || ' LIMIT $6'
      USING wanted, names, numbers, owners, looked, most;
  END $$;`;

const candidates = `
  CREATE FUNCTION search_candidates(wanted text, names text[], numbers text, owners uuid[], within uuid[], most integer,
    enough integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql VOLATILE ROWS 50 AS $$
  DECLARE
    looked CONSTANT integer := 5000;
    often boolean := names IS NOT NULL AND search_often(wanted, looked);
    found_some integer;
  BEGIN
    IF often AND within IS NULL THEN
      RETURN QUERY SELECT * FROM search_first(wanted, names, numbers, owners, looked, most);
      GET DIAGNOSTICS found_some = ROW_COUNT;
      IF found_some >= enough THEN RETURN; END IF;
      IF owners IS NOT NULL THEN
        -- These were all records that there are of these people.
        PERFORM FROM search_document d WHERE d.guardian_id = ANY (owners) OFFSET looked LIMIT 1;
        IF NOT FOUND THEN RETURN; END IF;
      END IF;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, often, owners, within, most);
  END $$;`;

const before = `
  CREATE FUNCTION search_few(owners uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT owners IS NOT NULL AND count(*) <= 5000
    FROM (SELECT 1 FROM search_document WHERE guardian_id = ANY (owners) LIMIT 5001) theirs
  $$;
  CREATE FUNCTION search_sample(wanted text, names text[], numbers text, owners uuid[], most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document s'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE s.guardian_id = ANY ($4)' END
      || ' LIMIT 5000) d WHERE ' || search_condition(names, numbers) || ' LIMIT $5'
      USING wanted, names, numbers, owners, most;
  END $$;
  CREATE FUNCTION search_candidates(wanted text, names text[], numbers text, sampled boolean, owners uuid[], few boolean,
    within uuid[], most integer, enough integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$
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
  END $$;`;
