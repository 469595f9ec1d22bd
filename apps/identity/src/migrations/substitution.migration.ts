import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who stands in for whom. */
export class Substitution1764300000003 implements MigrationInterface {
  name = 'Substitution1764300000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE substitution (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        substitute_id uuid NOT NULL REFERENCES person CHECK (substitute_id <> person_id),
        start_time timestamptz(3) NOT NULL,
        end_time timestamptz(3) NOT NULL CHECK (end_time >= start_time),
        objects jsonb NOT NULL,
        reason text NOT NULL,
        cancel_time timestamptz(3),
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX substitution_person ON substitution (person_id, end_time);
      CREATE INDEX substitution_substitute ON substitution (substitute_id, end_time);
      CREATE INDEX substitution_start_time ON substitution (start_time, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE substitution');
  }
}
