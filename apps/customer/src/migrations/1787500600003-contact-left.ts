import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts that left their customer, and indexes by which is found what hangs on a contact. */
export class ContactLeft1787500600003 implements MigrationInterface {
  name = 'ContactLeft1787500600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact ADD COLUMN left_time timestamptz(3);
      ALTER TABLE contact ADD COLUMN active boolean GENERATED ALWAYS AS (left_time IS NULL) STORED;
      CREATE INDEX important_day_contact ON important_day (contact_id) WHERE contact_id IS NOT NULL;
      CREATE INDEX contact_preference_contact ON contact_preference (contact_id) WHERE contact_id IS NOT NULL;
      CREATE INDEX conversion_contact ON conversion (contact_id) WHERE contact_id IS NOT NULL;
      CREATE INDEX exchange_call_contact ON exchange_call (contact_id) WHERE contact_id IS NOT NULL;
      CREATE INDEX IF NOT EXISTS match_key_contact ON match_key (contact_id) WHERE contact_id IS NOT NULL;
    `);
    for (const text of [moveContact, contactUses]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION contact_uses, move_contact;
      DROP INDEX important_day_contact, contact_preference_contact, conversion_contact, exchange_call_contact, match_key_contact;
      ALTER TABLE contact DROP COLUMN active, DROP COLUMN left_time;
    `);
  }
}

/** Takes along to another customer what is a contact's own, also what the caller does not see; talks stay. */
const moveContact = `
  CREATE FUNCTION move_contact(moved uuid, from_customer uuid, to_customer uuid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    UPDATE match_key SET customer_id = to_customer WHERE contact_id = moved AND customer_id = from_customer;
    UPDATE contact_preference SET customer_id = to_customer WHERE contact_id = moved;
    UPDATE important_day SET customer_id = to_customer WHERE contact_id = moved;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;

/** How much hangs on a contact, by kind, also what the caller does not see. */
const contactUses = `
  CREATE FUNCTION contact_uses(used uuid) RETURNS TABLE (kind text, count integer) LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    RETURN QUERY
      SELECT 'interactions', count(*)::integer FROM interaction WHERE contact_id = used
      UNION ALL SELECT 'importantDays', count(*)::integer FROM important_day WHERE contact_id = used
      UNION ALL SELECT 'contactPreferences', count(*)::integer FROM contact_preference WHERE contact_id = used
      UNION ALL SELECT 'conversions', count(*)::integer FROM conversion WHERE contact_id = used
      UNION ALL SELECT 'phoneCalls', count(*)::integer FROM exchange_call WHERE contact_id = used;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;
