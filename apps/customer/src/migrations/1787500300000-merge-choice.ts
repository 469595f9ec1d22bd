import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a merge does to how people want to be reached, and contacts that it joins. */
export class MergeChoice1787500300000 implements MigrationInterface {
  name = 'MergeChoice1787500300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE customer_merge ADD COLUMN contacts jsonb NOT NULL DEFAULT '[]';
      ALTER TABLE customer_merge ADD COLUMN wishes jsonb NOT NULL DEFAULT '[]';
    `);
    for (const text of [contactLinks, carryContact, restoreContact, keysHome]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION keys_home, restore_contact, carry_contact, contact_links;
      ALTER TABLE customer_merge DROP COLUMN wishes;
      ALTER TABLE customer_merge DROP COLUMN contacts;
    `);
  }
}

/**
 * Columns that refer to contacts, from the catalog, and the one without a foreign key. What somebody said of being
 * contacted is put together by a rule of its own.
 */
const contactLinks = `
  CREATE FUNCTION contact_links() RETURNS TABLE (of_table text, of_column text)
  LANGUAGE sql STABLE AS $$
    SELECT con.conrelid::regclass::text, att.attname::text
    FROM pg_constraint con
    JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
    WHERE con.contype = 'f' AND con.confrelid = 'contact'::regclass AND con.conparentid = 0
      AND con.conrelid <> 'contact_preference'::regclass
    UNION ALL SELECT 'conversion', 'contact_id'
    ORDER BY 1, 2
  $$
`;

/** Lets everything that refers to a contact refer to another one of the same customer, and tells what that was. */
const carryContact = `
  CREATE FUNCTION carry_contact(dropped uuid, kept uuid, of_customer uuid) RETURNS jsonb
  LANGUAGE plpgsql AS $$
  DECLARE link record; part jsonb; moved jsonb := '[]'; reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    FOR link IN SELECT * FROM contact_links() LOOP
      EXECUTE format(
        'WITH gone AS (UPDATE %1$s t SET %2$I = $2 WHERE t.%2$I = $1 AND t.customer_id = $3 RETURNING t.id)
         SELECT coalesce(jsonb_agg(id), ''[]'') FROM gone', link.of_table, link.of_column)
        INTO part USING dropped, kept, of_customer;
      IF part <> '[]' THEN
        moved := moved || jsonb_build_object('table', link.of_table, 'column', link.of_column, 'ids', part);
      END IF;
    END LOOP;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN moved;
  END $$
`;

/**
 * Makes a contact again that was joined with another, and gives it back what still refers to that one; with it what the
 * person said of being contacted, as a row of its own or out of the hands of the other contact.
 */
const restoreContact = `
  CREATE FUNCTION restore_contact(dropped jsonb, moved jsonb, kept uuid, preference jsonb, moved_preference uuid)
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    part jsonb; dropped_id uuid := (dropped ->> 'id')::uuid; reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    EXECUTE format('INSERT INTO contact (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::contact, $1)',
      plain_columns('contact')) USING dropped || jsonb_build_object('version', (dropped ->> 'version')::int + 2);
    FOR part IN SELECT value FROM jsonb_array_elements(moved) LOOP
      EXECUTE format(
        'UPDATE %1$s t SET %2$I = $1 WHERE t.%2$I = $3
           AND t.id IN (SELECT value::uuid FROM jsonb_array_elements_text($2) value)',
        part ->> 'table', part ->> 'column') USING dropped_id, part -> 'ids', kept;
    END LOOP;
    IF preference IS NOT NULL THEN
      EXECUTE format(
        'INSERT INTO contact_preference (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::contact_preference, $1)
         ON CONFLICT DO NOTHING', plain_columns('contact_preference'))
        USING preference || jsonb_build_object('customer_id', dropped ->> 'customer_id');
    END IF;
    UPDATE contact_preference SET contact_id = dropped_id WHERE id = moved_preference AND contact_id = kept;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;

/** Keys that contacts got while they were the winner's go home with them. */
const keysHome = `
  CREATE FUNCTION keys_home(winner uuid, loser uuid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    UPDATE match_key m SET customer_id = loser FROM contact c
    WHERE m.customer_id = winner AND c.id = m.contact_id AND c.customer_id = loser;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;
