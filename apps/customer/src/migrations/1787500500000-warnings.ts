import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Warnings say of which clock they were given, since nothing is taken before its own warning is old enough; and the
 * indexes by which clocks judge prospects and states are counted.
 */
export class Warnings1787500500000 implements MigrationInterface {
  name = 'Warnings1787500500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reclaim_warning ADD COLUMN cause text COLLATE "C" NOT NULL DEFAULT 'idle';
      ALTER TABLE reclaim_warning ALTER COLUMN cause DROP DEFAULT;
      ALTER TABLE reclaim_warning DROP CONSTRAINT reclaim_warning_pkey;
      ALTER TABLE reclaim_warning ADD PRIMARY KEY (customer_id, owner_id, cause, clock_start, stage);

      CREATE INDEX customer_assigned ON customer (owner_id, coalesce(assign_time, create_time), id)
        WHERE status IN ('prospect', 'interested', 'negotiating');
      CREATE INDEX customer_product_line ON customer (product_line, owner_id)
        WHERE product_line IS NOT NULL AND status IN ('prospect', 'interested', 'negotiating');
      CREATE INDEX customer_follow_up ON customer (guardian_id) INCLUDE (id, owner_id, status, product_line, assign_time,
        create_time, last_contact_time, next_contact_time, freeze_until, reclaim_cause) WHERE status <> 'lost';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX customer_follow_up, customer_product_line, customer_assigned;
      ALTER TABLE reclaim_warning DROP CONSTRAINT reclaim_warning_pkey;
      DELETE FROM reclaim_warning w USING reclaim_warning other WHERE w.cause > other.cause
        AND (w.customer_id, w.owner_id, w.clock_start, w.stage)
          = (other.customer_id, other.owner_id, other.clock_start, other.stage);
      ALTER TABLE reclaim_warning DROP COLUMN cause;
      ALTER TABLE reclaim_warning ADD PRIMARY KEY (customer_id, owner_id, clock_start, stage);
    `);
  }
}
