import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of people and of who is below whom, which the row-level security of every table asks. */
export class People1700000000001 implements MigrationInterface {
  name = 'People1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_copy (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        manager_id uuid,
        roles jsonb NOT NULL,
        status text NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        person_version integer NOT NULL
      );
      CREATE INDEX person_copy_email ON person_copy (email);
      CREATE TABLE reporting_line (
        superior_id uuid NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (superior_id, person_id)
      );
      CREATE TABLE organisation_version (version bigint NOT NULL);
      INSERT INTO organisation_version VALUES (0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE organisation_version, reporting_line, person_copy');
  }
}
