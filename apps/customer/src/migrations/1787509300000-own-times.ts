import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Times that records had not of their own: when a rotation began first, from which its rounds are counted, and when a
 * customer was won, known from the history of stages where it has one.
 */
export class OwnTimes1787509300000 implements MigrationInterface {
  name = 'OwnTimes1787509300000';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ALTER TABLE rotation ADD COLUMN first_start_time timestamptz(3);
      UPDATE rotation SET first_start_time = start_time WHERE state IN ('scheduled', 'running');

      ALTER TABLE customer ADD COLUMN won_time timestamptz(3);
      WITH won AS (
        SELECT s.customer_id, max(s.time) AS time FROM stage_change s
        WHERE s.to_status = 'cooperating' AND s.from_status <> 'dormant' GROUP BY s.customer_id)
      UPDATE customer c SET won_time = won.time FROM won
      WHERE won.customer_id = c.id AND c.status IN ('cooperating', 'dormant', 'lost');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE customer DROP COLUMN won_time;
      ALTER TABLE rotation DROP COLUMN first_start_time;
    `);
  }
}
