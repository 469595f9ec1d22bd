import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, open, rowSecurity } from '@kontor/access/row-policy';

/** Working calendars, what units and people are besides their place, and where people worked before. */
export class Organisation1764200000000 implements MigrationInterface {
  name = 'Organisation1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        time_zone text NOT NULL,
        weekdays jsonb NOT NULL,
        exceptions jsonb NOT NULL,
        company_default boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX calendar_name ON calendar (lower(name));
      CREATE UNIQUE INDEX calendar_company_default ON calendar (company_default) WHERE company_default;
      CREATE INDEX calendar_create_time ON calendar (create_time, id);

      ALTER TABLE unit
        ADD COLUMN kind text NOT NULL DEFAULT 'department',
        ADD COLUMN head_id uuid CONSTRAINT unit_head REFERENCES person,
        ADD COLUMN calendar_id uuid CONSTRAINT unit_calendar REFERENCES calendar;
      ALTER TABLE unit ALTER COLUMN kind DROP DEFAULT;
      CREATE INDEX unit_head_id ON unit (head_id) WHERE head_id IS NOT NULL;

      ALTER TABLE person
        ADD COLUMN position text,
        ADD COLUMN calendar_id uuid CONSTRAINT person_calendar REFERENCES calendar,
        ADD COLUMN last_day text;

      CREATE TABLE assignment (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        unit_id uuid,
        position text,
        manager_id uuid,
        start_time timestamptz(3) NOT NULL,
        end_time timestamptz(3)
      );
      CREATE UNIQUE INDEX assignment_present ON assignment (person_id) WHERE end_time IS NULL;
      CREATE INDEX assignment_start_time ON assignment (person_id, start_time, id);

      CREATE FUNCTION keep_past_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'A past assignment does not change';
      END $$;
      CREATE TRIGGER assignment_past BEFORE UPDATE OR DELETE ON assignment
        FOR EACH ROW WHEN (OLD.end_time IS NOT NULL) EXECUTE FUNCTION keep_past_assignment();
    `);
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO assignment (id, person_id, unit_id, position, manager_id, start_time)
      SELECT uuidv7(), id, unit_id, position, manager_id, create_time FROM person WHERE status <> 'left'
    `);
    for (const statement of walls) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE assignment;
      DROP FUNCTION keep_past_assignment;
      ALTER TABLE person DROP COLUMN position, DROP COLUMN calendar_id, DROP COLUMN last_day;
      ALTER TABLE unit DROP COLUMN kind, DROP COLUMN head_id, DROP COLUMN calendar_id;
      DROP TABLE calendar;
    `);
  }
}

const walls = [...rowSecurity('calendar', open()), ...rowSecurity('assignment', internal())];
