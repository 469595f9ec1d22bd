import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the guard would have refused a talk for that another system brought in. */
export class GuardBreach1787500300001 implements MigrationInterface {
  name = 'GuardBreach1787500300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interaction ADD COLUMN guard_breach jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE interaction DROP COLUMN guard_breach');
  }
}
