import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Background work that fails is put off, lest it keep the others waiting. Visits follow each version of their plan, and
 * those that are open are found by it; all plans are gone through once more, those that were retired among them.
 */
export class WorkPutOff1787500900001 implements MigrationInterface {
  name = 'WorkPutOff1787500900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE visit_plan ADD COLUMN retry_time timestamptz(3);
      ALTER TABLE file ADD COLUMN retry_time timestamptz(3);
      CREATE INDEX planned_visit_plan_open ON planned_visit (plan_id, customer_id) WHERE done_time IS NULL;
      ALTER TABLE visit_plan_run ADD COLUMN plan_version integer NOT NULL DEFAULT 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX planned_visit_plan_open;
      ALTER TABLE visit_plan_run DROP COLUMN plan_version;
      ALTER TABLE file DROP COLUMN retry_time;
      ALTER TABLE visit_plan DROP COLUMN retry_time;
    `);
  }
}
