import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values of custom fields of opportunities: NULL where there are none. */
export class OpportunityCustom1787500400000 implements MigrationInterface {
  name = 'OpportunityCustom1787500400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE opportunity ADD COLUMN custom jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE opportunity DROP COLUMN custom');
  }
}
