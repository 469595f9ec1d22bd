import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far the freezing of a big segment is. The row of what is frozen changes until it is whole; its members are still
 * only ever added.
 */
export class SegmentFreeze1787500600005 implements MigrationInterface {
  name = 'SegmentFreeze1787500600005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      COMMENT ON TABLE segment_snapshot IS NULL;
      ALTER TABLE segment_snapshot
        ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'ready',
        ADD COLUMN members_total integer,
        ADD COLUMN members_done integer NOT NULL DEFAULT 0,
        ADD COLUMN cursor uuid;
      UPDATE segment_snapshot SET members_total = member_count, members_done = member_count;
      ALTER TABLE segment_snapshot ALTER COLUMN members_total SET NOT NULL;
      CREATE INDEX segment_snapshot_freezing ON segment_snapshot (freeze_time, id) WHERE state = 'freezing';
      CREATE INDEX segment_change_of ON segment_change (segment_id, customer_id, time);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX segment_change_of, segment_snapshot_freezing;
      ALTER TABLE segment_snapshot DROP COLUMN state, DROP COLUMN members_total, DROP COLUMN members_done,
        DROP COLUMN cursor;
      COMMENT ON TABLE segment_snapshot IS 'append-only';
    `);
  }
}
