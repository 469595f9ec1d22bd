import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is making a prospect of an item of the tray, and until when others leave it alone. */
export class TriageMaker1787507000002 implements MigrationInterface {
  name = 'TriageMaker1787507000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE triage_item ADD COLUMN maker_id uuid, ADD COLUMN make_until timestamptz(3)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE triage_item DROP COLUMN make_until, DROP COLUMN maker_id');
  }
}
