import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Parts of names among some people's customers: `search_names` joins the entries of the text with those of the people in
 * the indexes, and only then counts. Before, it fetched all that have the text, and gave up where others have too many.
 */
export class NamesOfSome1787508000000 implements MigrationInterface {
  name = 'NamesOfSome1787508000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      names({
        often: 'search_expected(wanted) > (CASE WHEN owners IS NULL THEN most ELSE 50000 END)',
        ids: `array_agg(id), count(*) FROM (SELECT d.id FROM search_document d WHERE d.tokens @@ $1::tsquery'
        || CASE WHEN owners IS NULL THEN '' ELSE ' AND d.guardian_id = ANY ($2)' END || ' LIMIT $3 + 1) d`,
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      names({
        often: 'search_expected(wanted) > most',
        ids: `array_agg(id) FILTER (WHERE $2 IS NULL OR guardian_id = ANY ($2)), count(*)
        FROM (SELECT d.id, d.guardian_id FROM search_document d WHERE d.tokens @@ $1::tsquery LIMIT $3 + 1) d`,
      }),
    );
  }
}

/** Entries of the index are joined at some 5,000 a millisecond: more than 50,000 cost what walking the list does. */
const names = ({ often, ids }: { often: string; ids: string }) => `
  CREATE OR REPLACE FUNCTION search_names(needles text[], owners uuid[], most integer) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SET enable_seqscan = off AS $$
    DECLARE
      wanted text := (SELECT string_agg('(' || part || ')', ' & ')
        FROM unnest(needles) needle, LATERAL search_part(needle) part WHERE part IS NOT NULL);
      found uuid[];
      count integer;
    BEGIN
      IF wanted IS NULL OR ${often} THEN RETURN NULL; END IF;
      EXECUTE 'SELECT ${ids}'
        INTO found, count USING wanted, owners, most;
      IF count > most THEN RETURN NULL; END IF;
      RETURN coalesce(found, '{}');
    END
  $$;
`;
