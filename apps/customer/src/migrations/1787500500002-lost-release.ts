import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when customers are lost, by which those whom nobody wins back are released; and which opportunities were won. */
export class LostRelease1787500500002 implements MigrationInterface {
  name = 'LostRelease1787500500002';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ALTER TABLE customer ADD COLUMN lost_time timestamptz(3);
      UPDATE customer c SET lost_time = coalesce(
        (SELECT max(s.time) FROM stage_change s WHERE s.customer_id = c.id AND s.to_status = 'lost'), c.create_time)
      WHERE c.status = 'lost';
      CREATE INDEX customer_lost ON customer (owner_id, lost_time, id) WHERE status = 'lost';

      ALTER TABLE open_deal ADD COLUMN won boolean NOT NULL DEFAULT false;
      ALTER TABLE open_deal ALTER COLUMN won DROP DEFAULT;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE open_deal DROP COLUMN won;
      DROP INDEX customer_lost;
      ALTER TABLE customer DROP COLUMN lost_time;
    `);
  }
}
