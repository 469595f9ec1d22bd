import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a prospect is frozen for its owner, and who approved; nobody is no longer a keeper. */
export class Freeze1787500500001 implements MigrationInterface {
  name = 'Freeze1787500500001';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ALTER TABLE customer ADD COLUMN freeze_start_time timestamptz(3), ADD COLUMN freeze_approver_id uuid;
      UPDATE customer SET freeze_start_time = least(update_time, freeze_until) WHERE freeze_until IS NOT NULL;
      UPDATE customer SET keeper_id = NULL WHERE keeper_id = '00000000-0000-0000-0000-000000000000';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer DROP COLUMN freeze_start_time, DROP COLUMN freeze_approver_id');
  }
}
