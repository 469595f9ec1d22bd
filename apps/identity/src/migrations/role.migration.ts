import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles that the company made, and built-in ones that it changed. */
export class Role1764300000002 implements MigrationInterface {
  name = 'Role1764300000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE role (
        id text PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        permissions jsonb NOT NULL,
        denied_permissions jsonb NOT NULL,
        reaches jsonb NOT NULL,
        names jsonb NOT NULL,
        fields jsonb NOT NULL,
        deleted boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE role');
  }
}
