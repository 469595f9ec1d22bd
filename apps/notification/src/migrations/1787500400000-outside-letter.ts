import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, rowSecurity } from '@kontor/access/row-policy';

/** Letters to people outside of the company. */
export class OutsideLetter1787500400000 implements MigrationInterface {
  name = 'OutsideLetter1787500400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outside_letter (
        id uuid PRIMARY KEY,
        address text NOT NULL,
        language text NOT NULL,
        template text NOT NULL,
        values jsonb NOT NULL,
        unsubscribe_url text NOT NULL,
        asker text NOT NULL,
        expire_time timestamptz(3) NOT NULL,
        state text NOT NULL CHECK (state IN ('scheduled', 'sending', 'accepted', 'failed', 'unknown')),
        reason text NOT NULL,
        reply text NOT NULL,
        attempts integer NOT NULL,
        next_time timestamptz(3) NOT NULL,
        attempt_id uuid,
        lease_until timestamptz(3),
        trace jsonb NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX outside_letter_scheduled ON outside_letter (next_time) WHERE state = 'scheduled';
      CREATE INDEX outside_letter_sending ON outside_letter (lease_until) WHERE state = 'sending';
    `);
    for (const statement of rowSecurity('outside_letter', internal())) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outside_letter');
  }
}
