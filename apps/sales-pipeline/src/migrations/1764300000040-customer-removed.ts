import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a customer is no more: an import that had made it was undone. What was made for it keeps standing. */
export class CustomerRemoved1764300000040 implements MigrationInterface {
  name = 'CustomerRemoved1764300000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer_copy ADD COLUMN removed boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer_copy DROP COLUMN removed');
  }
}
