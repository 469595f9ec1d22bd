import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often a share has changed: seconds since 1970, and at least one more than before, so that of two changes within a
 * second, or told by two replicas whose clocks differ, the later one counts.
 */
export class ShareRevision1700000000040 implements MigrationInterface {
  name = 'ShareRevision1700000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE share ADD COLUMN revision integer NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE share DROP COLUMN revision');
  }
}
