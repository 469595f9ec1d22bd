import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values of custom fields of products: NULL where there are none. */
export class Custom1764300000030 implements MigrationInterface {
  name = 'Custom1764300000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE product ADD COLUMN custom jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE product DROP COLUMN custom');
  }
}
