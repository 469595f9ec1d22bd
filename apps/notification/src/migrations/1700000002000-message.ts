import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, rowSecurity } from '@kontor/access/row-policy';

/** Messages that leave by e-mail only. */
export class Message1700000002000 implements MigrationInterface {
  name = 'Message1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE message (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        template text NOT NULL,
        values jsonb NOT NULL,
        sealed_values text NOT NULL,
        about text NOT NULL,
        class text NOT NULL CHECK (class IN ('ordinary', 'otp')),
        request_time timestamptz(3) NOT NULL,
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
      CREATE INDEX message_scheduled ON message (next_time) WHERE state = 'scheduled';
      CREATE INDEX message_sending ON message (lease_until) WHERE state = 'sending';
      CREATE INDEX message_person ON message (person_id, template, request_time);
    `);
    for (const statement of rowSecurity('message', internal())) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE message');
  }
}
