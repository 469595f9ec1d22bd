import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hand-overs. Their wall comes from the entity. */
export class Handover1764300000005 implements MigrationInterface {
  name = 'Handover1764300000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE handover (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        target text NOT NULL,
        person_ids jsonb NOT NULL,
        reason text NOT NULL,
        cause text NOT NULL,
        state text NOT NULL,
        parts jsonb NOT NULL,
        stop_reason text,
        actor_id uuid,
        start_time timestamptz(3),
        end_time timestamptz(3),
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX handover_person ON handover (person_id, create_time, id);
      CREATE INDEX handover_create_time ON handover (create_time, id);
      CREATE INDEX handover_running ON handover USING gin (person_ids) WHERE state = 'running';
      CREATE INDEX person_last_day ON person (last_day) WHERE status = 'leaving';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX person_last_day; DROP TABLE handover');
  }
}
