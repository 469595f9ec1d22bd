import type { MigrationInterface, QueryRunner } from 'typeorm';
import { personal, rowSecurity } from '@kontor/access/row-policy';

/** Imports that change what is there, talks from files, and what each import did, so that it can be undone. */
export class ImportModes1763700000061 implements MigrationInterface {
  name = 'ImportModes1763700000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import
        ADD COLUMN object text COLLATE "C" NOT NULL DEFAULT 'customer',
        ADD COLUMN mode text NOT NULL DEFAULT 'create',
        ADD COLUMN match text NOT NULL DEFAULT 'external_id',
        ADD COLUMN rows_updated integer NOT NULL DEFAULT 0,
        ADD COLUMN rows_unchanged integer NOT NULL DEFAULT 0,
        ADD COLUMN undo_until timestamptz(3),
        ADD COLUMN undo_person_id uuid,
        ADD COLUMN records_undone integer NOT NULL DEFAULT 0,
        ADD COLUMN records_kept integer NOT NULL DEFAULT 0;
      DROP INDEX import_unfinished;
      CREATE INDEX import_unfinished ON import (create_time)
        WHERE state IN ('uploading', 'queued', 'running', 'undoing');

      CREATE TABLE import_item (
        id uuid PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import,
        line integer NOT NULL,
        object text NOT NULL,
        record_id uuid,
        action text NOT NULL,
        before jsonb NOT NULL,
        shown jsonb NOT NULL,
        record_version integer NOT NULL,
        undone text NOT NULL,
        undo_reason text NOT NULL,
        person_id uuid NOT NULL
      );
      CREATE INDEX import_item_line ON import_item (import_id, line, id);
      CREATE INDEX import_item_open ON import_item (import_id, id) WHERE undone = '';

      -- Whether a contact is spoken of is asked before an import of it is undone.
      CREATE INDEX IF NOT EXISTS interaction_contact ON interaction (contact_id) WHERE contact_id IS NOT NULL;

      -- Which talks of which source were imported: the same file again makes none twice.
      CREATE TABLE import_talk (
        key text COLLATE "C" PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES import,
        person_id uuid NOT NULL
      );
      CREATE INDEX import_talk_import ON import_talk (import_id);
    `);
    for (const statement of rowSecurity('import_talk', personal('person_id'))) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX interaction_contact;
      DROP TABLE import_talk, import_item;
      ALTER TABLE import DROP COLUMN object, DROP COLUMN mode, DROP COLUMN match, DROP COLUMN rows_updated,
        DROP COLUMN rows_unchanged, DROP COLUMN undo_until, DROP COLUMN undo_person_id, DROP COLUMN records_undone,
        DROP COLUMN records_kept;
    `);
  }
}
