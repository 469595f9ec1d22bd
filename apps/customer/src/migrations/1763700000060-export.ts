import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exports. Their walls come from the entity. */
export class Export1763700000060 implements MigrationInterface {
  name = 'Export1763700000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE export (
        id uuid PRIMARY KEY,
        object text COLLATE "C" NOT NULL,
        filter text NOT NULL,
        order_by text NOT NULL,
        columns jsonb NOT NULL,
        format text NOT NULL,
        time_zone text NOT NULL,
        language text NOT NULL,
        byte_order_mark boolean NOT NULL,
        state text COLLATE "C" NOT NULL,
        rows_total integer,
        rows_written integer NOT NULL,
        columns_left_out jsonb NOT NULL,
        bytes bigint NOT NULL,
        file_name text NOT NULL,
        failure_reason text NOT NULL,
        failure_params jsonb NOT NULL,
        position text NOT NULL,
        all_read boolean NOT NULL,
        spool text NOT NULL,
        spool_bytes bigint NOT NULL,
        file text NOT NULL,
        person_id uuid NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        end_time timestamptz(3),
        expire_time timestamptz(3),
        runner uuid,
        lease_until timestamptz,
        attempts integer NOT NULL DEFAULT 0
      );
      CREATE INDEX export_person ON export (person_id, create_time, id);
      CREATE INDEX export_unfinished ON export (create_time) WHERE state IN ('waiting', 'running');
      CREATE INDEX export_kept ON export (expire_time) WHERE file <> '';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE export');
  }
}
