import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In whose place a person acted. */
export class AuditOnBehalf1700000000003 implements MigrationInterface {
  name = 'AuditOnBehalf1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit ADD COLUMN on_behalf_of text;
      CREATE INDEX audit_on_behalf_of ON audit (on_behalf_of, id) WHERE on_behalf_of IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit DROP COLUMN on_behalf_of');
  }
}
