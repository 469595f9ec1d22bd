import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who finished the draft of a talk on the phone that somebody else had. */
export class TalkCorrections1787500900000 implements MigrationInterface {
  name = 'TalkCorrections1787500900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interaction ADD COLUMN finished_by_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interaction DROP COLUMN finished_by_id');
  }
}
