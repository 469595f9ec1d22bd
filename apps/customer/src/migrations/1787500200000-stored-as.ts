import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file says itself where its bytes are; those of before stay where they were. */
export class StoredAs1787500200000 implements MigrationInterface {
  name = 'StoredAs1787500200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE file ADD COLUMN stored_as text NOT NULL DEFAULT '';
      UPDATE file SET stored_as = 'stored/' || right(id::text, 2) || '/' || id WHERE state = 'stored';
      ALTER TABLE file ALTER COLUMN stored_as DROP DEFAULT;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE file DROP COLUMN stored_as');
  }
}
