import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of custom fields, which of them have a column of their own, and how far the nightly count of values is. */
export class CustomFields1700000000030 implements MigrationInterface {
  name = 'CustomFields1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custom_field_copy (
        id uuid PRIMARY KEY,
        field jsonb NOT NULL,
        field_version integer NOT NULL
      );
      CREATE TABLE custom_field_version (
        alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
        version bigint NOT NULL
      );
      INSERT INTO custom_field_version (version) VALUES (1);
      CREATE TABLE search_column (
        object text NOT NULL,
        key text NOT NULL,
        state text NOT NULL,
        filled_to uuid,
        PRIMARY KEY (object, key)
      );
      CREATE TABLE field_count (
        object text PRIMARY KEY,
        day date NOT NULL,
        counted_to uuid,
        counts jsonb NOT NULL,
        done boolean NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE field_count, search_column, custom_field_version, custom_field_copy');
  }
}
