import type { MigrationInterface, QueryRunner } from 'typeorm';

const prospects = `status IN ('prospect', 'interested', 'negotiating')`;
const assigned = '(CASE WHEN assign_time IS NULL THEN create_time ELSE assign_time END)';
const silent = `greatest(${assigned}, last_contact_time)`;

/**
 * Indexes by which lists of a team cost the same however many customers others have (ADR 17). Those of a guardian end with
 * the order of the list and the id, so that a page is merged of the first rows of each; those of all carry the guardian, so
 * that rows of others are passed over without being fetched. The index of follow-ups has the customers of a guardian in
 * their order, with all that tells their state. The members of a segment whose customers somebody has are read from the
 * index.
 *
 * Those of clocks are made anew by CASE, since coalesce() is not leakproof: behind a wall no condition on it reaches an
 * index. Silent prospects are found whoever has them, too. Postgres keeps no statistics of expressions by partial indexes,
 * so it is told to.
 */
export class OwnerOrders1787502000000 implements MigrationInterface {
  name = 'OwnerOrders1787502000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX customer_guardian_status, customer_next_contact, customer_follow_up, customer_city;
      CREATE INDEX customer_guardian_status ON customer (guardian_id, status, next_contact_time, id);
      CREATE INDEX customer_next_contact ON customer (guardian_id, next_contact_time, id)
        WHERE next_contact_time IS NOT NULL;
      CREATE INDEX customer_follow_up ON customer (guardian_id, next_contact_time, id)
        INCLUDE (owner_id, status, product_line, assign_time, create_time, last_contact_time, freeze_until, reclaim_cause)
        WHERE status <> 'lost';
      CREATE INDEX customer_city ON customer (city, create_time, id) INCLUDE (guardian_id);
      CREATE INDEX customer_segment_contact ON customer (segment, last_contact_time, id) INCLUDE (guardian_id)
        WHERE segment <> '';
      DROP INDEX customer_clock, customer_assigned;
      CREATE INDEX customer_clock ON customer (owner_id, ${silent}, id) WHERE ${prospects};
      CREATE INDEX customer_assigned ON customer (owner_id, ${assigned}, id) WHERE ${prospects};
      CREATE INDEX customer_silent ON customer (${silent}, id) WHERE ${prospects};
      CREATE STATISTICS customer_silence ON (${silent}) FROM customer;
      CREATE STATISTICS customer_tenure ON (${assigned}) FROM customer;
      DROP INDEX segment_member_guardian;
      CREATE INDEX segment_member_guardian ON segment_member (segment_id, guardian_id, customer_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP STATISTICS customer_silence, customer_tenure;
      DROP INDEX customer_clock, customer_assigned;
      CREATE INDEX customer_assigned ON customer (owner_id, coalesce(assign_time, create_time), id) WHERE ${prospects};
      CREATE INDEX customer_clock
        ON customer (owner_id, greatest(coalesce(assign_time, create_time), last_contact_time), id) WHERE ${prospects};
      DROP INDEX customer_silent, customer_segment_contact, customer_city, customer_follow_up, customer_next_contact,
        customer_guardian_status;
      CREATE INDEX customer_city ON customer (city, create_time, id);
      CREATE INDEX customer_follow_up ON customer (guardian_id) INCLUDE (id, owner_id, status, product_line, assign_time,
        create_time, last_contact_time, next_contact_time, freeze_until, reclaim_cause) WHERE status <> 'lost';
      CREATE INDEX customer_next_contact ON customer (guardian_id, next_contact_time) WHERE next_contact_time IS NOT NULL;
      CREATE INDEX customer_guardian_status ON customer (guardian_id, status) INCLUDE (id);
      DROP INDEX segment_member_guardian;
      CREATE INDEX segment_member_guardian ON segment_member (segment_id, guardian_id);
    `);
  }
}
