import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An undo brings back rows as they were noted. Where a table has got a column since, the row gets what the column has for
 * new ones, and is compared by what was noted of it.
 */
export class NotedColumns1787501100001 implements MigrationInterface {
  name = 'NotedColumns1787501100001';

  async up(runner: QueryRunner): Promise<void> {
    for (const text of [notedColumns, asNoted, externalHolder, carryBack, restoreContact])
      await runner.query(text);
  }

  /** Both functions stay: they bring back what the ones before brought back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION external_holder');
  }
}

/** Columns of a table of which a noted row tells, as a list for INSERT; all of them where there is no row. */
const notedColumns = `
  CREATE OR REPLACE FUNCTION noted_columns(of_table text, noted jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
      (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
       WHERE attrelid = of_table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND noted ? attname),
      plain_columns(of_table))
  $$
`;

/** What of a row was there to be noted. */
const asNoted = `
  CREATE OR REPLACE FUNCTION as_noted(of_row jsonb, noted jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(of_row) WHERE noted ? key
  $$
`;

/** The number of the customer that bears an id of another system, also out of the caller's sight. */
const externalHolder = `
  CREATE FUNCTION external_holder(of_source text, of_id text) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE holder text; reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    SELECT number INTO holder FROM customer WHERE source = of_source AND external_id = of_id AND of_id <> '';
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN holder;
  END $$
`;

/** As in 1763700000021, with the columns that were noted. */
const carryBack = `
  CREATE OR REPLACE FUNCTION carry_back(moved jsonb, loser jsonb, winner uuid, by_merge uuid) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE
    part jsonb; gone_home uuid[]; loser_id uuid := (loser ->> 'id')::uuid;
    reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    SELECT array_agg(m.loser_id) INTO gone_home FROM customer_merge m
    WHERE m.winner_id = winner AND m.id < by_merge AND m.state = 'undone';
    EXECUTE format('INSERT INTO customer (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::customer, $1)',
      noted_columns('customer', loser)) USING loser;
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
          part ->> 'table', noted_columns(part ->> 'table', part -> 'rows' -> 0)) USING part -> 'rows';
      ELSE
        EXECUTE format(
          'DELETE FROM %1$s t WHERE t.%2$I = $2 AND EXISTS (SELECT 1 FROM jsonb_array_elements($1) was
             WHERE as_noted(to_jsonb(t), was) - ARRAY[%2$L, ''guardian_id''] = was - ARRAY[%2$L, ''guardian_id''])',
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
             AND as_noted(to_jsonb(t), was) - ARRAY[%3$L, ''guardian_id''] = was - ARRAY[%3$L, ''guardian_id''])
           ON CONFLICT DO NOTHING',
          part ->> 'table', noted_columns(part ->> 'table', part -> 'rows' -> 0), part ->> 'column')
          USING part -> 'rows', gone_home;
      END IF;
    END LOOP;
    DELETE FROM match_key WHERE customer_id = winner AND kind = 'external' AND merge_ids[1] = by_merge;
    UPDATE match_key SET customer_id = loser_id, merge_ids = array_remove(merge_ids, by_merge)
    WHERE customer_id = winner AND by_merge = ANY (merge_ids);
    PERFORM set_config('kontor.reach', reach, true);
  END $$
`;

/** As in 1787500300000, with the columns that were noted. */
const restoreContact = `
  CREATE OR REPLACE FUNCTION restore_contact(dropped jsonb, moved jsonb, kept uuid, preference jsonb, moved_preference uuid)
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    part jsonb; dropped_id uuid := (dropped ->> 'id')::uuid; reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    EXECUTE format('INSERT INTO contact (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::contact, $1)',
      noted_columns('contact', dropped)) USING dropped || jsonb_build_object('version', (dropped ->> 'version')::int + 2);
    FOR part IN SELECT value FROM jsonb_array_elements(moved) LOOP
      EXECUTE format(
        'UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $3
           AND t.id IN (SELECT value::uuid FROM jsonb_array_elements_text($2) value)',
        part ->> 'table', part ->> 'column') USING dropped_id, part -> 'ids', kept;
    END LOOP;
    IF preference IS NOT NULL THEN
      EXECUTE format(
        'INSERT INTO contact_preference (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::contact_preference, $1)
         ON CONFLICT DO NOTHING', noted_columns('contact_preference', preference))
        USING preference || jsonb_build_object('customer_id', dropped ->> 'customer_id');
    END IF;
    UPDATE contact_preference SET contact_id = dropped_id WHERE id = moved_preference AND contact_id = kept;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;
