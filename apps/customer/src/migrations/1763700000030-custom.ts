import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values of custom fields: NULL where there are none, so that nothing is rewritten and no other INSERT has to know. */
export class Custom1763700000030 implements MigrationInterface {
  name = 'Custom1763700000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE customer ADD COLUMN custom jsonb;
      ALTER TABLE contact ADD COLUMN custom jsonb;
      ALTER TABLE interaction ADD COLUMN custom jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE interaction DROP COLUMN custom;
      ALTER TABLE contact DROP COLUMN custom;
      ALTER TABLE customer DROP COLUMN custom;
    `);
  }
}
