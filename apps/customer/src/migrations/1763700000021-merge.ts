import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Merged customers, and what carries everything that refers to a customer over to another, and back. */
export class Merge1763700000021 implements MigrationInterface {
  name = 'Merge1763700000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_merge (
        id uuid PRIMARY KEY,
        winner_id uuid NOT NULL REFERENCES customer,
        loser_id uuid NOT NULL,
        loser_number text COLLATE "C" NOT NULL,
        loser_guardian_id uuid NOT NULL,
        loser jsonb NOT NULL,
        before jsonb NOT NULL,
        after jsonb NOT NULL,
        fields jsonb NOT NULL,
        moved jsonb NOT NULL,
        state text COLLATE "C" NOT NULL,
        undo_until timestamptz(3) NOT NULL,
        person_id uuid NOT NULL,
        undone_by_id uuid,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX customer_merge_loser ON customer_merge (loser_id) WHERE state = 'merged';
      CREATE INDEX customer_merge_winner ON customer_merge (winner_id, create_time, id);
    `);
    for (const text of [links, plainColumns, carryOver, carryBack]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION carry_back, carry_over, plain_columns, customer_links;
      DROP TABLE customer_merge;
    `);
  }
}

/**
 * Columns that refer to customers, from the catalog, so that no new kind of record can be forgotten. `keyed`: the
 * column is part of a unique index, so that a row of the loser may stand in the way of one of the winner.
 */
const links = `
  CREATE FUNCTION customer_links() RETURNS TABLE (of_table text, of_column text, keyed boolean)
  LANGUAGE sql STABLE AS $$
    SELECT con.conrelid::regclass::text, att.attname::text,
      EXISTS (SELECT 1 FROM pg_index i
        WHERE i.indrelid = con.conrelid AND i.indisunique AND att.attnum = ANY (i.indkey::int2[]))
    FROM pg_constraint con
    JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
    WHERE con.contype = 'f' AND con.confrelid = 'customer'::regclass AND con.conparentid = 0
      AND con.conrelid <> 'match_key'::regclass AND con.conrelid <> 'customer'::regclass
    ORDER BY 1, 2
  $$
`;

/** Columns that are written, not worked out by the database, as a list for INSERT. */
const plainColumns = `
  CREATE FUNCTION plain_columns(of_table text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = of_table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  $$
`;

/**
 * Gives the winner everything that refers to the loser, also what the caller does not see (others' marks), and tells
 * what it moved: ids, or whole rows of tables where the winner may have one already, which then stands. Rows that stood
 * back for one of the winner's are told apart (`behind`), lest an undo takes the winner's, which may look the same.
 */
const carryOver = `
  CREATE FUNCTION carry_over(loser uuid, winner uuid, by_merge uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE link record; part jsonb; placed jsonb; behind jsonb; moved jsonb := '[]'; reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    FOR link IN
      SELECT l.*, '' AS condition FROM customer_links() l
      UNION ALL SELECT 'share', 'object_id', true, ' AND t.object = ''customer'''
      UNION ALL SELECT 'web_submission', 'customer_id', false, ''
    LOOP
      IF link.keyed THEN
        EXECUTE format(
          'WITH gone AS (DELETE FROM %1$s t WHERE t.%2$I = $1 %3$s RETURNING to_jsonb(t) AS was)
           SELECT coalesce(jsonb_agg(was), ''[]'') FROM gone', link.of_table, link.of_column, link.condition)
          INTO part USING loser;
        EXECUTE format(
          'WITH placed AS (
             INSERT INTO %1$s AS t (%3$s) SELECT %3$s FROM jsonb_array_elements($1) was
             CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$s, was || jsonb_build_object(%2$L, $2)) one
             ON CONFLICT DO NOTHING RETURNING to_jsonb(t) - %2$L AS row)
           SELECT jsonb_agg(was) FILTER (WHERE row IS NOT NULL), jsonb_agg(was) FILTER (WHERE row IS NULL)
           FROM jsonb_array_elements($1) was LEFT JOIN placed ON placed.row = was - %2$L',
          link.of_table, link.of_column, plain_columns(link.of_table))
          INTO placed, behind USING part, winner;
        IF placed IS NOT NULL THEN
          moved := moved || jsonb_build_object('table', link.of_table, 'column', link.of_column, 'rows', placed);
        END IF;
        IF behind IS NOT NULL THEN
          moved := moved || jsonb_build_object('table', link.of_table, 'column', link.of_column, 'rows', behind,
            'behind', true);
        END IF;
      ELSE
        EXECUTE format(
          'WITH gone AS (UPDATE %1$s t SET %2$I = $2 WHERE t.%2$I = $1 RETURNING t.id)
           SELECT coalesce(jsonb_agg(id), ''[]'') FROM gone', link.of_table, link.of_column)
          INTO part USING loser, winner;
        IF part <> '[]' THEN
          moved := moved || jsonb_build_object('table', link.of_table, 'column', link.of_column, 'ids', part);
        END IF;
      END IF;
    END LOOP;
    -- The winner is found by what the loser was found by.
    UPDATE match_key SET customer_id = winner, merge_ids = merge_ids || by_merge WHERE customer_id = loser;
    PERFORM set_config('kontor.reach', reach, true);
    RETURN moved;
  END $$
`;

/**
 * Gives back what carry_over moved and is still with the winner; what was added or changed hands since stays. Rows are
 * told by their values, but for whose customer it is (`guardian_id`), which is remade. A row that an earlier loser has
 * taken home already, whose merge was undone before, is not made twice.
 */
const carryBack = `
  CREATE FUNCTION carry_back(moved jsonb, loser jsonb, winner uuid, by_merge uuid) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE
    part jsonb; gone_home uuid[]; loser_id uuid := (loser ->> 'id')::uuid;
    reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    SELECT array_agg(m.loser_id) INTO gone_home FROM customer_merge m
    WHERE m.winner_id = winner AND m.id < by_merge AND m.state = 'undone';
    EXECUTE format('INSERT INTO customer (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::customer, $1)',
      plain_columns('customer')) USING loser;
    FOR part IN SELECT value FROM jsonb_array_elements(moved) LOOP
      IF part ? 'ids' THEN
        EXECUTE format(
          'UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $3
             AND t.id IN (SELECT value::uuid FROM jsonb_array_elements_text($2) value)',
          part ->> 'table', part ->> 'column') USING loser_id, part -> 'ids', winner;
      ELSIF part ? 'behind' THEN
        EXECUTE format(
          'INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_array_elements($1) was
           CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$s, was) one ON CONFLICT DO NOTHING',
          part ->> 'table', plain_columns(part ->> 'table')) USING part -> 'rows';
      ELSE
        EXECUTE format(
          'DELETE FROM %1$s t WHERE t.%2$I = $2 AND EXISTS (SELECT 1 FROM jsonb_array_elements($1) was
             WHERE to_jsonb(t) - ARRAY[%2$L, ''guardian_id''] = was - ARRAY[%2$L, ''guardian_id''])',
          part ->> 'table', part ->> 'column')
          USING part -> 'rows', winner;
        IF part -> 'rows' -> 0 ? 'id' THEN
          EXECUTE format(
            'UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $3
               AND t.id IN (SELECT (was ->> ''id'')::uuid FROM jsonb_array_elements($2) was)',
            part ->> 'table', part ->> 'column') USING loser_id, part -> 'rows', winner;
        END IF;
        EXECUTE format(
          'INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_array_elements($1) was
           CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$s, was) one
           WHERE NOT EXISTS (SELECT 1 FROM %1$s t WHERE t.%3$I = ANY ($2)
             AND to_jsonb(t) - ARRAY[%3$L, ''guardian_id''] = was - ARRAY[%3$L, ''guardian_id''])
           ON CONFLICT DO NOTHING',
          part ->> 'table', plain_columns(part ->> 'table'), part ->> 'column')
          USING part -> 'rows', gone_home;
      END IF;
    END LOOP;
    DELETE FROM match_key WHERE customer_id = winner AND kind = 'external' AND merge_ids[1] = by_merge;
    UPDATE match_key SET customer_id = loser_id, merge_ids = array_remove(merge_ids, by_merge)
    WHERE customer_id = winner AND by_merge = ANY (merge_ids);
    PERFORM set_config('kontor.reach', reach, true);
  END $$
`;
