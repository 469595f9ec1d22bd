import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consent, do-not-call, and what the company allows itself. Walls come from the entities. */
export class ContactGuard1763700000052 implements MigrationInterface {
  name = 'ContactGuard1763700000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE contact_preference (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
        contact_id uuid REFERENCES contact ON DELETE CASCADE,
        consents jsonb NOT NULL,
        do_not_call boolean NOT NULL,
        time_zone text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX contact_preference_of ON contact_preference (customer_id, contact_id) NULLS NOT DISTINCT;

      CREATE TABLE contact_guard_setting (
        id uuid PRIMARY KEY,
        channel text COLLATE "C" NOT NULL UNIQUE,
        most_touches integer,
        period_days integer,
        quiet_start text COLLATE "C" NOT NULL,
        quiet_end text COLLATE "C" NOT NULL,
        consent_needed boolean NOT NULL,
        version integer NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE contact_guard_setting, contact_preference');
  }
}
