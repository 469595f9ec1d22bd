import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words that the statistics know nothing of are rare (ADR 14). Of any such word they expect half of what the rarest word
 * has that they know: more than 5,000 records of two million, by which every word was taken for a frequent one. Lists by a
 * part of a name that nobody has went through all customers, and each search looked at 5,000 records before it asked the
 * index.
 *
 * What has the tokens is counted in the index before it is fetched, where it may be too much, and joined there with the
 * records of some people. Nothing is looked for among shared records where none is shared.
 */
export class KnownWords1787509100001 implements MigrationInterface {
  name = 'KnownWords1787509100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(expected);
    await runner.query(has);
    await runner.query(indexed);
    await runner.query(counted);
    await runner.query(among);
    await runner.query(candidates);
    await runner.query(names);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(expectedBefore);
    await runner.query(candidatesBefore);
    await runner.query(namesBefore);
    await runner.query(indexedBefore);
    await runner.query('DROP FUNCTION search_among, search_has, search_fits, search_counted');
  }
}

/**
 * How many records have the tokens, as the planner thinks; none where it would think so of any tokens that nobody has, one
 * by one and together. Such a word has some 10,000 of two million at most. No document has the token of a tilde alone.
 */
const expected = `
  CREATE OR REPLACE FUNCTION search_expected(wanted text) RETURNS float8 LANGUAGE plpgsql VOLATILE AS $$
  DECLARE plan json; records float8; unknown float8;
  BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM search_document d WHERE d.tokens @@ %L::tsquery
      UNION ALL SELECT FROM search_document d WHERE d.tokens @@ ''~''::tsquery', wanted) INTO plan;
    records := (plan #>> '{0,Plan,Plans,0,Plan Rows}')::float8;
    unknown := (plan #>> '{0,Plan,Plans,1,Plan Rows}')::float8;
    RETURN CASE WHEN records > unknown * (1 + regexp_count(wanted, '''[^'']+''')) THEN records ELSE 0 END;
  END $$;
`;

/**
 * The condition that a record has the tokens. Of several groups, such as those of customers and of contacts, each asks the
 * index by itself: within one, the index begins with its rarest token, but not within several at once.
 */
const has = `
  CREATE FUNCTION search_has(wanted text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '(' || string_agg(format('d.tokens @@ %L::tsquery', one), ' OR ') || ')' FROM unnest(
      CASE WHEN wanted LIKE '% & %' AND wanted ~ '^[(]([(][^()]*[)]|''[^'']*'')( [|] ([(][^()]*[)]|''[^'']*''))*[)]$'
        THEN string_to_array(substr(wanted, 2, length(wanted) - 2), ' | ') ELSE ARRAY[wanted] END) one
  $$;
  CREATE FUNCTION search_fits(names text[], numbers text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN names IS NULL THEN '' ELSE ' AND d.folded LIKE ALL ($1)' END
      || CASE WHEN numbers IS NULL THEN '' ELSE ' AND d.digits LIKE $2' END
  $$;
`;

/** OFFSET 0 keeps Postgres from reading all of the owners beside the tokens. */
const indexed = `
  CREATE OR REPLACE FUNCTION search_indexed(wanted text, names text[], numbers text, often boolean, owners uuid[],
    within uuid[], most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 SET enable_seqscan = off AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document d WHERE '
      || search_has(wanted) || search_fits(names, numbers)
      || CASE WHEN within IS NULL THEN '' ELSE ' AND d.customer_id = ANY ($4)' END
      || CASE WHEN often THEN '' ELSE ' OFFSET 0' END || ') d'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE d.guardian_id = ANY ($3)' END || ' LIMIT $5'
      USING names, numbers, owners, within, most;
  END $$;
`;

/**
 * How many records have the tokens, by the index alone: 5,000 a millisecond, where fetching them takes ten times as long.
 * The entries of a bitmap are told by nothing but the plan that made it; LIMIT 1 keeps the rest of it from being done.
 */
const counted = `
  CREATE FUNCTION search_counted(wanted text) RETURNS bigint LANGUAGE plpgsql VOLATILE
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  DECLARE plan jsonb;
  BEGIN
    EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) SELECT FROM search_document d WHERE '
      || search_has(wanted) || ' LIMIT 1' INTO plan;
    RETURN (SELECT sum(rows::float8) FROM
      jsonb_path_query(plan, 'strict $.** ? (@."Node Type" == "Bitmap Index Scan")."Actual Rows"') rows);
  END $$;
`;

/**
 * Records of some people. They are joined in the indexes with those that have the tokens before any is fetched: Postgres is
 * told of a token more that nobody has, so that it expects many. Many people have so many records that few that have the
 * tokens are rather fetched, whoever has them.
 */
const among = `
  CREATE FUNCTION search_among(wanted text, names text[], numbers text, owners uuid[], most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql VOLATILE ROWS 50 SET enable_seqscan = off AS $$
  BEGIN
    IF cardinality(owners) > 10 AND search_counted(wanted) <= 3000 THEN
      RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, false, owners, NULL, most);
      RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM search_document d WHERE (' || search_has(wanted)
        || ' OR d.tokens @@ ''~''::tsquery) AND d.guardian_id = ANY ($3)' || search_fits(names, numbers) || ' LIMIT $4'
      USING names, numbers, owners, most;
  END $$;
`;

const head = `
  CREATE OR REPLACE FUNCTION search_candidates(wanted text, names text[], numbers text, owners uuid[], within uuid[],
    most integer, enough integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql VOLATILE ROWS 50 AS $$`;

const candidates = `${head}
  DECLARE
    looked CONSTANT integer := 5000;
    often boolean := false;
    found_some integer;
  BEGIN
    IF within = '{}' THEN RETURN; END IF;
    IF within IS NULL AND names IS NOT NULL THEN often := search_often(wanted, looked); END IF;
    IF often THEN
      RETURN QUERY SELECT * FROM search_first(wanted, names, numbers, owners, looked, most);
      GET DIAGNOSTICS found_some = ROW_COUNT;
      IF found_some >= enough THEN RETURN; END IF;
      IF owners IS NOT NULL THEN
        -- These were all records that there are of these people.
        PERFORM FROM search_document d WHERE d.guardian_id = ANY (owners) OFFSET looked LIMIT 1;
        IF NOT FOUND THEN RETURN; END IF;
      END IF;
    ELSIF owners IS NOT NULL AND (names IS NOT NULL OR numbers IS NOT NULL) THEN
      RETURN QUERY SELECT * FROM search_among(wanted, names, numbers, owners, most);
      RETURN;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, often, owners, within, most);
  END $$;
`;

const namesHead = `
  CREATE OR REPLACE FUNCTION search_names(needles text[], owners uuid[], most integer) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SET enable_seqscan = off AS $$
    DECLARE
      wanted text := (SELECT string_agg('(' || part || ')', ' & ')
        FROM unnest(needles) needle, LATERAL search_part(needle) part WHERE part IS NOT NULL);
      found uuid[];`;

/** Entries of the index are joined at some 5,000 a millisecond: more than 50,000 cost what walking the list does. */
const names = `${namesHead}
      records bigint;
    BEGIN
      IF wanted IS NULL OR search_expected(wanted) > (CASE WHEN owners IS NULL THEN most ELSE 50000 END) THEN
        RETURN NULL;
      END IF;
      IF owners IS NULL THEN
        records := search_counted(wanted);
        IF records > most THEN RETURN NULL; END IF;
        EXECUTE 'SELECT array_agg(d.id) FROM search_document d WHERE d.tokens @@ $1::tsquery' INTO found USING wanted;
      ELSE
        SELECT array_agg(one.id), count(*) FROM search_among(wanted, NULL, NULL, owners, most + 1) one
          INTO found, records;
        IF records > most THEN RETURN NULL; END IF;
      END IF;
      RETURN coalesce(found, '{}');
    END
  $$;
`;

const expectedBefore = `
  CREATE OR REPLACE FUNCTION search_expected(wanted text) RETURNS float8 LANGUAGE plpgsql VOLATILE AS $$
  DECLARE plan json;
  BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM search_document d WHERE d.tokens @@ %L::tsquery', wanted) INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
  END $$;
`;

const candidatesBefore = `${head}
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
        PERFORM FROM search_document d WHERE d.guardian_id = ANY (owners) OFFSET looked LIMIT 1;
        IF NOT FOUND THEN RETURN; END IF;
      END IF;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, often, owners, within, most);
  END $$;
`;

const indexedBefore = `
  CREATE OR REPLACE FUNCTION search_indexed(wanted text, names text[], numbers text, often boolean, owners uuid[],
    within uuid[], most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 SET enable_seqscan = off AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document d WHERE '
      || search_condition(names, numbers)
      || CASE WHEN within IS NULL THEN '' ELSE ' AND d.customer_id = ANY ($5)' END
      || CASE WHEN often THEN '' ELSE ' OFFSET 0' END || ') d'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE d.guardian_id = ANY ($4)' END || ' LIMIT $6'
      USING wanted, names, numbers, owners, within, most;
  END $$;
`;

const namesBefore = `${namesHead}
      count integer;
    BEGIN
      IF wanted IS NULL OR search_expected(wanted) > (CASE WHEN owners IS NULL THEN most ELSE 50000 END) THEN
        RETURN NULL;
      END IF;
      EXECUTE 'SELECT array_agg(id), count(*) FROM (SELECT d.id FROM search_document d WHERE d.tokens @@ $1::tsquery'
        || CASE WHEN owners IS NULL THEN '' ELSE ' AND d.guardian_id = ANY ($2)' END || ' LIMIT $3 + 1) d'
        INTO found, count USING wanted, owners, most;
      IF count > most THEN RETURN NULL; END IF;
      RETURN coalesce(found, '{}');
    END
  $$;
`;
