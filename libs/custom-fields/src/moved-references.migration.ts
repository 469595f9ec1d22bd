import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which references of custom fields a merge led to another record, so that undoing it leads them back. */
export class MovedReferences1787501100010 implements MigrationInterface {
  name = 'MovedReferences1787501100010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE moved_reference (
        merge_id uuid NOT NULL,
        of_table text NOT NULL,
        key text NOT NULL,
        record_id uuid NOT NULL,
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        PRIMARY KEY (merge_id, of_table, key, record_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE moved_reference');
  }
}
