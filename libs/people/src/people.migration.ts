import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of people and units, of who is below whom and which unit within which: what row-level security asks. */
export class People1700000000001 implements MigrationInterface {
  name = 'People1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_copy (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        manager_id uuid,
        unit_id uuid,
        roles jsonb NOT NULL,
        status text NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        person_version integer NOT NULL
      );
      CREATE INDEX person_copy_email ON person_copy (email);
      CREATE INDEX person_copy_unit_id ON person_copy (unit_id);
      CREATE TABLE reporting_line (
        superior_id uuid NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (superior_id, person_id)
      );
      CREATE TABLE unit_copy (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        parent_id uuid,
        kind text NOT NULL,
        head_id uuid,
        deleted boolean NOT NULL,
        unit_version integer NOT NULL
      );
      CREATE TABLE unit_line (
        upper_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        PRIMARY KEY (upper_id, unit_id)
      );
      CREATE INDEX unit_line_unit_id ON unit_line (unit_id);
      CREATE TABLE organisation_version (version bigint NOT NULL);
      INSERT INTO organisation_version VALUES (0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE organisation_version, unit_line, unit_copy, reporting_line, person_copy');
  }
}
