import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose records a file was made of: it is not handed out to who reaches less by then. Files of before have none. */
export class ExportReach1787509400000 implements MigrationInterface {
  name = 'ExportReach1787509400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE export ADD COLUMN reach jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE export DROP COLUMN reach');
  }
}
