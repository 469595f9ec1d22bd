import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, rowSecurity } from '@kontor/access/row-policy';
import { noticePolicy } from '../notice/notice.entity.js';

/** Reminders with their occurrences, notices and their deliveries. */
export class Notification1700000001000 implements MigrationInterface {
  name = 'Notification1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reminder (
        id uuid PRIMARY KEY,
        key text NOT NULL CONSTRAINT reminder_key UNIQUE,
        revision integer NOT NULL,
        cancelled boolean NOT NULL,
        person_id uuid,
        due_time text NOT NULL,
        time_zone text NOT NULL,
        due_moment timestamptz(3),
        minutes_before jsonb NOT NULL,
        template text NOT NULL,
        about text NOT NULL,
        values jsonb NOT NULL,
        trace jsonb NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );

      CREATE TABLE occurrence (
        id uuid PRIMARY KEY,
        reminder_id uuid NOT NULL REFERENCES reminder,
        revision integer NOT NULL,
        instant timestamptz(3) NOT NULL,
        due_at timestamptz(3) NOT NULL,
        state text NOT NULL CHECK (state IN ('planned', 'fired', 'cancelled', 'skipped')),
        reason text NOT NULL,
        update_time timestamptz(3) NOT NULL,
        CONSTRAINT occurrence_once UNIQUE (reminder_id, revision, instant)
      );
      CREATE INDEX occurrence_due ON occurrence (due_at) WHERE state = 'planned';

      CREATE TABLE notice (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        template text NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        html text NOT NULL,
        about text NOT NULL,
        read boolean NOT NULL,
        read_time timestamptz(3),
        create_time timestamptz(3) NOT NULL,
        version integer NOT NULL
      );
      CREATE INDEX notice_person ON notice (person_id, create_time DESC, id DESC);
      CREATE INDEX notice_unread ON notice (person_id, create_time DESC, id DESC) WHERE NOT read;

      CREATE TABLE delivery (
        id uuid PRIMARY KEY,
        notice_id uuid NOT NULL REFERENCES notice,
        person_id uuid NOT NULL,
        channel text NOT NULL CHECK (channel IN ('email')),
        state text NOT NULL CHECK (state IN ('scheduled', 'sending', 'accepted', 'failed', 'unknown')),
        attempts integer NOT NULL,
        reason text NOT NULL,
        reply text NOT NULL,
        next_time timestamptz(3) NOT NULL,
        attempt_id uuid,
        lease_until timestamptz(3),
        trace jsonb NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL,
        CONSTRAINT delivery_once UNIQUE (notice_id, channel)
      );
      CREATE INDEX delivery_scheduled ON delivery (next_time) WHERE state = 'scheduled';
      CREATE INDEX delivery_sending ON delivery (lease_until) WHERE state = 'sending';
    `);
    for (const table of ['reminder', 'occurrence']) await secure(runner, rowSecurity(table, internal()));
    for (const table of ['notice', 'delivery']) await secure(runner, rowSecurity(table, noticePolicy));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE delivery, notice, occurrence, reminder');
  }
}

async function secure(runner: QueryRunner, statements: string[]): Promise<void> {
  for (const statement of statements) await runner.query(statement);
}
