import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often forms were saved on each day, and their fields filled then. */
export class FormUse1787500600001 implements MigrationInterface {
  name = 'FormUse1787500600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE form_use (
        form_id uuid NOT NULL,
        day date NOT NULL,
        field text COLLATE "C" NOT NULL,
        object text COLLATE "C" NOT NULL,
        saves bigint NOT NULL,
        filled bigint NOT NULL,
        PRIMARY KEY (form_id, day, field)
      );
      CREATE INDEX form_use_day ON form_use (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE form_use');
  }
}
