import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the keys of all records were last made anew: all are compared again in the night after it. */
export class RemakeEnd1787500700012 implements MigrationInterface {
  name = 'RemakeEnd1787500700012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE remake ADD COLUMN end_time timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE remake DROP COLUMN end_time');
  }
}
