import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions whose tokens are refused, and how new this service's copy of the organisation is. */
export class Revocation1700000000004 implements MigrationInterface {
  name = 'Revocation1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ended_session (
        session_id uuid PRIMARY KEY,
        note_time timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ended_session_note_time ON ended_session (note_time);
      CREATE TABLE beat_heard (
        event_id uuid PRIMARY KEY,
        sequence bigint NOT NULL,
        time timestamptz(3) NOT NULL
      );
      CREATE TABLE organisation_beat (
        alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
        time timestamptz(3) NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE organisation_beat, beat_heard, ended_session');
  }
}
