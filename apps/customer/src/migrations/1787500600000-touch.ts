import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Touches, by which ways customers came to us; what web forms bring besides answers, and when a submission that met a
 * fault is tried again.
 */
export class Touch1787500600000 implements MigrationInterface {
  name = 'Touch1787500600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE touch (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer,
        channel text COLLATE "C" NOT NULL,
        source text COLLATE "C" NOT NULL,
        medium text COLLATE "C" NOT NULL,
        campaign text COLLATE "C" NOT NULL,
        term text COLLATE "C" NOT NULL,
        content text COLLATE "C" NOT NULL,
        landing_page text COLLATE "C" NOT NULL,
        referrer text COLLATE "C" NOT NULL,
        touch_time timestamptz(3) NOT NULL,
        origin text COLLATE "C" NOT NULL,
        person_id uuid,
        create_time timestamptz(3) NOT NULL
      );
      CREATE INDEX touch_customer ON touch (customer_id, touch_time, id);
      ALTER TABLE triage_item ADD COLUMN touch jsonb;
      ALTER TABLE web_form
        ADD COLUMN consent_channels jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN consent_text text COLLATE "C" NOT NULL DEFAULT '';
      ALTER TABLE web_submission
        ADD COLUMN visit jsonb,
        ADD COLUMN consent_channels jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN consent_text text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN reason text COLLATE "C",
        ADD COLUMN fault text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN chosen_id uuid,
        ADD COLUMN attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN next_time timestamptz(3);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE web_submission DROP COLUMN visit, DROP COLUMN consent_channels, DROP COLUMN consent_text,
        DROP COLUMN reason, DROP COLUMN fault, DROP COLUMN chosen_id, DROP COLUMN attempts,
        DROP COLUMN next_time;
      ALTER TABLE web_form DROP COLUMN consent_channels, DROP COLUMN consent_text;
      ALTER TABLE triage_item DROP COLUMN touch;
      DROP TABLE touch;
    `);
  }
}
