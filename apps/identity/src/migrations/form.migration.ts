import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was published of forms before, oldest first, so that more than one publication can be taken back. */
export class Form1787500600000 implements MigrationInterface {
  name = 'Form1787500600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE form ADD COLUMN history jsonb NOT NULL DEFAULT '[]';
      UPDATE form SET history = jsonb_build_array(replaced) WHERE replaced IS NOT NULL;
      ALTER TABLE form DROP COLUMN replaced;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE form ADD COLUMN replaced jsonb; ALTER TABLE form DROP COLUMN history');
  }
}
