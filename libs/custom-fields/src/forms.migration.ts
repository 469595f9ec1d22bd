import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of published forms, for what they ask. */
export class Forms1787500600000 implements MigrationInterface {
  name = 'Forms1787500600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE form_copy (
        id uuid PRIMARY KEY,
        object text NOT NULL,
        role text NOT NULL,
        sections jsonb NOT NULL,
        form_version integer NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE form_copy');
  }
}
