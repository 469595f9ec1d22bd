import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts by status read the index alone: row-level security looks at the id, too, so the index carries it. */
export class Counting1763700000004 implements MigrationInterface {
  name = 'Counting1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX customer_counting ON customer (owner_id, status) INCLUDE (id);
      DROP INDEX customer_owner_status;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX customer_owner_status ON customer (owner_id, status);
      DROP INDEX customer_counting;
    `);
  }
}
