import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which the customers of a pool are found that its manager does not keep, without looking at the others. */
export class PoolKeeper1787506000000 implements MigrationInterface {
  name = 'PoolKeeper1787506000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX customer_pool_keeper ON customer (pool_id, guardian_id) WHERE pool_id IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX customer_pool_keeper');
  }
}
