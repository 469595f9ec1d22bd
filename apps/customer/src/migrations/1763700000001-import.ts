import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowSecurity } from '@kontor/access/row-policy';
import { importPolicy } from '../import/import.entity.js';

/** Imports: their files in chunks, the rows refused, and which rows a dry run would have made customers. */
export class Import1763700000001 implements MigrationInterface {
  name = 'Import1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import (
        id uuid PRIMARY KEY,
        file_name text NOT NULL,
        columns jsonb NOT NULL,
        dry_run boolean NOT NULL,
        source text COLLATE "C" NOT NULL,
        country text NOT NULL,
        encoding text NOT NULL,
        delimiter text NOT NULL,
        state text COLLATE "C" NOT NULL,
        rows_read integer NOT NULL,
        rows_created integer NOT NULL,
        rows_skipped integer NOT NULL,
        rows_rejected integer NOT NULL,
        bytes_read bigint NOT NULL,
        bytes_total bigint NOT NULL,
        failure_reason text NOT NULL,
        failure_params jsonb NOT NULL,
        headings jsonb NOT NULL,
        person_id uuid NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        end_time timestamptz(3),
        runner uuid,
        lease_until timestamptz,
        attempts integer NOT NULL DEFAULT 0
      );
      CREATE INDEX import_person ON import (person_id, create_time, id);
      CREATE INDEX import_unfinished ON import (create_time) WHERE state IN ('uploading', 'queued', 'running');

      CREATE TABLE import_chunk (
        import_id uuid NOT NULL REFERENCES import,
        index integer NOT NULL,
        size integer NOT NULL,
        bytes bytea NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (import_id, index)
      );
      -- Files are compressed seldom well, and always read whole and in order.
      ALTER TABLE import_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

      CREATE TABLE import_bad_row (
        import_id uuid NOT NULL REFERENCES import,
        line integer NOT NULL,
        column_name text NOT NULL,
        reason text NOT NULL,
        params jsonb NOT NULL,
        cells jsonb NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (import_id, line)
      );

      CREATE TABLE import_dry_row (
        import_id uuid NOT NULL REFERENCES import,
        external_id text COLLATE "C" NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (import_id, external_id)
      );
    `);
    for (const table of ['import', 'import_chunk', 'import_bad_row', 'import_dry_row']) {
      for (const statement of rowSecurity(table, importPolicy)) await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_dry_row, import_bad_row, import_chunk, import');
  }
}
