import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many prospects each person holds, without a queue: a counter that every new customer changes in place is locked
 * until each commit, so that all that one person makes at once waits in line. What changes goes to rows of its own
 * (`holding_change`), which a job adds to the counters (`holding_kept`); `holding` is both together, exact at any moment.
 * Only who compares with a cap locks a counter.
 */
export class Holding1787500700001 implements MigrationInterface {
  name = 'Holding1787500700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE holding RENAME TO holding_kept;
      CREATE TABLE holding_change (person_id uuid NOT NULL, change integer NOT NULL);
      CREATE VIEW holding AS
        SELECT person_id, sum(held)::integer AS held FROM (
          SELECT person_id, held FROM holding_kept UNION ALL SELECT person_id, change FROM holding_change) parts
        GROUP BY person_id;

      CREATE OR REPLACE FUNCTION count_held_new() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO holding_change (person_id, change)
            SELECT owner_id, count(*) FROM added WHERE owner_id IS NOT NULL AND counts_as_held(status) GROUP BY owner_id;
          RETURN NULL;
        END
      $$;
      CREATE OR REPLACE FUNCTION count_held_moved() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.owner_id IS NOT NULL AND counts_as_held(OLD.status) THEN
            INSERT INTO holding_change (person_id, change) VALUES (OLD.owner_id, -1);
          END IF;
          IF TG_OP = 'UPDATE' AND NEW.owner_id IS NOT NULL AND counts_as_held(NEW.status) THEN
            INSERT INTO holding_change (person_id, change) VALUES (NEW.owner_id, 1);
          END IF;
          RETURN NULL;
        END
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO holding_kept AS h (person_id, held)
        SELECT person_id, sum(change) FROM holding_change GROUP BY person_id
        ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held;
      DROP VIEW holding;
      DROP TABLE holding_change;
      ALTER TABLE holding_kept RENAME TO holding;

      CREATE OR REPLACE FUNCTION count_held_new() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO holding AS h (person_id, held)
            SELECT owner_id, count(*) FROM added WHERE owner_id IS NOT NULL AND counts_as_held(status)
            GROUP BY owner_id ORDER BY owner_id
          ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held;
          RETURN NULL;
        END
      $$;
      CREATE OR REPLACE FUNCTION count_held_moved() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO holding AS h (person_id, held)
            SELECT person_id, sum(change) FROM (
              SELECT OLD.owner_id AS person_id, -1 AS change WHERE counts_as_held(OLD.status)
              UNION ALL
              SELECT NEW.owner_id, 1 WHERE TG_OP = 'UPDATE' AND counts_as_held(NEW.status)) changes
            WHERE person_id IS NOT NULL GROUP BY person_id ORDER BY person_id
          ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held;
          RETURN NULL;
        END
      $$;
    `);
  }
}
