import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people ask their superiors to show them. */
export class ReadRequest1764300000004 implements MigrationInterface {
  name = 'ReadRequest1764300000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE read_request (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        object text NOT NULL,
        object_id uuid NOT NULL,
        field text,
        question text NOT NULL,
        outcome text CHECK (outcome IN ('answered', 'granted', 'refused')),
        answerer_id uuid REFERENCES person CHECK (answerer_id <> person_id),
        answer_time timestamptz(3),
        answer text,
        grant_end_time timestamptz(3),
        grant_status text CHECK (grant_status IN ('pending', 'applied', 'refused')),
        grant_reason text,
        expire_time timestamptz(3) NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE INDEX read_request_person ON read_request (person_id, create_time, id);
      CREATE INDEX read_request_open ON read_request (create_time, id) WHERE outcome IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE read_request');
  }
}
