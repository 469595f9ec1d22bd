import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which rules of services ask by custom fields: a field that is asked by is not retired. */
export class FieldUse1787500400000 implements MigrationInterface {
  name = 'FieldUse1787500400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE field_use (
        rule_id uuid PRIMARY KEY,
        rule_version integer NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        object text COLLATE "C" NOT NULL,
        fields jsonb NOT NULL
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE field_use');
  }
}
