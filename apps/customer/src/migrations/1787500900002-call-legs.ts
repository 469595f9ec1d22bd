import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The phones that a call rang at, with the times of each: a call is not over because one of them was hung up. */
export class CallLegs1787500900002 implements MigrationInterface {
  name = 'CallLegs1787500900002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE call_leg (
        exchange_call_id uuid NOT NULL REFERENCES exchange_call,
        extension text COLLATE "C" NOT NULL,
        person_id uuid,
        ring_time timestamptz(3),
        answer_time timestamptz(3),
        hangup_time timestamptz(3),
        PRIMARY KEY (exchange_call_id, extension)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE call_leg');
  }
}
