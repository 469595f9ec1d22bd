import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders and filters of lists of all customers, each by an index whose first rows are the page: whoever reaches all reads
 * as many rows at a million customers as at a thousand. The next contact of all was indexed only where there is one,
 * which serves no list that has the others, too.
 */
export class ListOrder1787500100000 implements MigrationInterface {
  name = 'ListOrder1787500100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX customer_name ON customer (name, id);
      CREATE INDEX customer_city ON customer (city, create_time, id);
      CREATE INDEX customer_last_contact ON customer (last_contact_time, id);
      CREATE INDEX customer_next_contact_time ON customer (next_contact_time, id);
      DROP INDEX customer_next_contact_all;
      CREATE INDEX planned_visit_customer ON planned_visit (customer_id, due_date);
      DROP INDEX planned_visit_open;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX planned_visit_open ON planned_visit (customer_id, due_date) WHERE done_time IS NULL;
      DROP INDEX planned_visit_customer;
      CREATE INDEX customer_next_contact_all ON customer (next_contact_time, id) WHERE next_contact_time IS NOT NULL;
      DROP INDEX customer_next_contact_time, customer_last_contact, customer_city, customer_name;
    `);
  }
}
