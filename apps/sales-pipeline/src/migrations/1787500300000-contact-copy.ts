import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of contacts: whose they are, and which ones became one. As with merged customers, what was told stands,
 * and what an opportunity names is worked out of it. Reads that were granted for a while are kept as shares are.
 */
export class ContactCopy1787500300000 implements MigrationInterface {
  name = 'ContactCopy1787500300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_copy (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL,
        contact_version integer NOT NULL
      );
      CREATE TABLE contact_join_copy (
        merge_id uuid NOT NULL,
        kept_id uuid NOT NULL,
        dropped_id uuid NOT NULL,
        PRIMARY KEY (merge_id, dropped_id)
      );
      CREATE INDEX contact_join_copy_dropped ON contact_join_copy (dropped_id);

      ALTER TABLE opportunity ADD COLUMN told_contact_id uuid;
      UPDATE opportunity SET told_contact_id = contact_id WHERE contact_id IS NOT NULL;
      CREATE INDEX opportunity_contact ON opportunity (contact_id) WHERE contact_id IS NOT NULL;
      CREATE INDEX opportunity_told_contact ON opportunity (told_contact_id) WHERE told_contact_id IS NOT NULL;

      ALTER TABLE customer_share_copy ADD COLUMN source text COLLATE "C" NOT NULL DEFAULT 'share';
    `);
    await runner.query(contactRoot);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION contact_root;
      ALTER TABLE customer_share_copy DROP COLUMN source;
      DROP INDEX opportunity_told_contact, opportunity_contact;
      ALTER TABLE opportunity DROP COLUMN told_contact_id;
      DROP TABLE contact_join_copy, contact_copy;
    `);
  }
}

/** The contact that one was joined with, step by step; itself where it stands. */
const contactRoot = `
  CREATE FUNCTION contact_root(contact uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up (id, step) AS (
      SELECT contact, 0
      UNION ALL
      SELECT joined.kept_id, up.step + 1 FROM up CROSS JOIN LATERAL (
        SELECT j.kept_id FROM contact_join_copy j JOIN customer_merge_copy m ON m.id = j.merge_id AND NOT m.undone
        WHERE j.dropped_id = up.id ORDER BY j.merge_id DESC LIMIT 1
      ) joined WHERE up.step < 100
    )
    SELECT id FROM up ORDER BY step DESC LIMIT 1
  $$`;
