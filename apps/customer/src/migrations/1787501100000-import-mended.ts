import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which talk a key of an import stands for, so that undoing one talk forgets that one only; the version that a record had
 * before an import changed it, so that undoing a later import carries on the version by which an earlier one knows it;
 * customers by the numbers that were merged away.
 */
export class ImportMended1787501100000 implements MigrationInterface {
  name = 'ImportMended1787501100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import_talk ADD COLUMN talk_id uuid;
      CREATE INDEX import_talk_talk ON import_talk (talk_id);
      ALTER TABLE import_item ADD COLUMN base_version integer NOT NULL DEFAULT 0;
      CREATE INDEX import_item_record ON import_item (record_id, record_version) WHERE undone = '';
      CREATE INDEX customer_merge_number ON customer_merge (loser_number) WHERE state = 'merged';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX customer_merge_number, import_item_record, import_talk_talk;
      ALTER TABLE import_item DROP COLUMN base_version;
      ALTER TABLE import_talk DROP COLUMN talk_id;
    `);
  }
}
