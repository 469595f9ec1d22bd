import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a membership tells, kept with what was frozen and with each change: the fields of the rule then. Rows of before
 * have none, and are judged by the rule that the segment has. The changes of a segment in the order of time, and those
 * that no event has told yet.
 */
export class SegmentTold1787500600004 implements MigrationInterface {
  name = 'SegmentTold1787500600004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE segment_evaluation ADD COLUMN rule_fields text[] NOT NULL DEFAULT '{}';
      ALTER TABLE segment_snapshot ADD COLUMN rule_fields jsonb;
      ALTER TABLE segment_change ADD COLUMN rule_fields text[];
      -- What happened before is told to nobody any more.
      ALTER TABLE segment_change ADD COLUMN told boolean NOT NULL DEFAULT true;
      ALTER TABLE segment_change ALTER COLUMN told SET DEFAULT false;
      CREATE INDEX segment_change_untold ON segment_change (id) WHERE NOT told;
      CREATE INDEX segment_change_segment ON segment_change (segment_id, time, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX segment_change_segment;
      ALTER TABLE segment_change DROP COLUMN told, DROP COLUMN rule_fields;
      ALTER TABLE segment_snapshot DROP COLUMN rule_fields;
      ALTER TABLE segment_evaluation DROP COLUMN rule_fields;
    `);
  }
}
