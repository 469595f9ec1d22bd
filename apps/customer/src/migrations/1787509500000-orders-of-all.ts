import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for whoever sees everybody's customers: each field that the list can be ordered by has one in its order, and each
 * that it can be filtered by is found though nobody or few have it. Fields that most customers have nothing in are indexed
 * for the others alone where no order asks for them.
 */
export class OrdersOfAll1787509500000 implements MigrationInterface {
  name = 'OrdersOfAll1787509500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX customer_update_time ON customer (update_time, id);
      CREATE INDEX customer_status ON customer (status, id);
      CREATE INDEX customer_state ON customer (assignment_state, id);
      CREATE INDEX customer_assign_time ON customer (assign_time, id);
      CREATE INDEX customer_release_time ON customer (release_time, id);
      CREATE INDEX customer_freeze_until ON customer (freeze_until, id);
      CREATE INDEX customer_lost_time ON customer (lost_time, id);
      CREATE INDEX customer_won_time ON customer (won_time, id);
      DROP INDEX customer_segment;
      CREATE INDEX customer_segment ON customer (segment, id);
      CREATE INDEX customer_channel ON customer (channel);
      CREATE INDEX customer_source ON customer (source) WHERE source <> '';
      CREATE INDEX customer_tax_number ON customer (tax_number) WHERE tax_number <> '';
      CREATE INDEX customer_line ON customer (product_line) WHERE product_line IS NOT NULL;
      CREATE INDEX customer_finder ON customer (finder_id) WHERE finder_id IS NOT NULL;
      CREATE INDEX customer_former_owner ON customer (former_owner_id) WHERE former_owner_id IS NOT NULL;
      CREATE INDEX customer_keeper ON customer (keeper_id) WHERE keeper_id IS NOT NULL;
      CREATE INDEX customer_reclaim_cause ON customer (reclaim_cause) WHERE reclaim_cause IS NOT NULL;
      CREATE INDEX customer_freeze_asked ON customer (freeze_requested_until) WHERE freeze_requested_until IS NOT NULL;
      CREATE INDEX customer_freeze_start ON customer (freeze_start_time) WHERE freeze_start_time IS NOT NULL;
      CREATE INDEX customer_freeze_approver ON customer (freeze_approver_id) WHERE freeze_approver_id IS NOT NULL;
      CREATE INDEX planned_visit_period ON planned_visit (period_start, id);
      CREATE INDEX planned_visit_done ON planned_visit (done_time, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX customer_update_time, customer_status, customer_state, customer_assign_time, customer_release_time,
        customer_freeze_until, customer_lost_time, customer_won_time, customer_segment, customer_channel, customer_source,
        customer_tax_number, customer_line, customer_finder, customer_former_owner, customer_keeper,
        customer_reclaim_cause, customer_freeze_asked, customer_freeze_start, customer_freeze_approver, planned_visit_period,
        planned_visit_done;
      CREATE INDEX customer_segment ON customer (segment, id) WHERE segment <> '';
    `);
  }
}
