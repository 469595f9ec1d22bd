import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fields of customers that somebody says are unknown. */
export class UnknownFields1787500600002 implements MigrationInterface {
  name = 'UnknownFields1787500600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer ADD COLUMN unknown_fields jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer DROP COLUMN unknown_fields');
  }
}
