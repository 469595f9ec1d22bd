import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Planned visits are counted by whose customers they are with, their class, plan and day, as customers are (ADR 15):
 * triggers leave a `visit_delta`, a job folds them into `visit_cell`, and both together are the number of rows in every
 * snapshot.
 *
 * A visit counts as its customer is now, so a change of the customer moves the counts of its visits. A writer of visits
 * therefore locks the customers until it commits: whoever hands one over meanwhile waits, and sees the visits.
 */
export class VisitCounts1787503000001 implements MigrationInterface {
  name = 'VisitCounts1787503000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(tables);
    await runner.query(visits);
    await runner.query(customers);
    await runner.query(`
      INSERT INTO visit_delta (${key}, planned, done)
        SELECT c.guardian_id, c.assignment_state, c.segment, v.plan_id, v.due_date, count(*), count(v.done_time)
        FROM planned_visit v JOIN customer c ON c.id = v.customer_id GROUP BY 1, 2, 3, 4, 5;
    `);
    for (const table of ['visit_cell', 'visit_delta']) await runner.query(wall(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER visits_moved ON customer;
      DROP TRIGGER visits_insert ON planned_visit;
      DROP TRIGGER visits_update ON planned_visit;
      DROP TRIGGER visits_delete ON planned_visit;
      DROP FUNCTION visits_moved, visits_told;
      DROP TABLE visit_delta, visit_cell;
    `);
  }
}

const key = 'guardian_id, assignment_state, segment, plan_id, due_date';

const service = `(SELECT current_setting('kontor.reach', true)) = 'service'`;

/** Whoever changes a visit or a customer leaves a delta, whatever he sees; only the service folds them. */
const wall = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY readers ON ${table} FOR SELECT USING (${service}
    OR guardian_id = (SELECT nullif(current_setting('kontor.person', true), '')::uuid)
    OR guardian_id IN (SELECT reached_owners('customer')) OR (SELECT reaches_all('customer')));
  CREATE POLICY keeper ON ${table} USING (${service}) WITH CHECK (${service});
  ${table === 'visit_delta' ? `CREATE POLICY writers ON ${table} FOR INSERT WITH CHECK (true);` : ''}
`;

const counted = `
    guardian_id uuid NOT NULL,
    assignment_state text COLLATE "C" NOT NULL,
    segment text COLLATE "C" NOT NULL,
    plan_id uuid NOT NULL,
    due_date date NOT NULL,
    planned bigint NOT NULL,
    done bigint NOT NULL`;

const tables = `
  CREATE TABLE visit_cell (${counted},
    PRIMARY KEY (guardian_id, due_date, plan_id, segment, assignment_state)
  ) WITH (fillfactor = 50);
  CREATE INDEX visit_cell_due ON visit_cell (due_date);
  CREATE TABLE visit_delta (${counted})
    WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
`;

const asBefore = `PERFORM set_config('kontor.reach', coalesce(reach, ''), true);`;

const row = (sign: '' | '-') =>
  `SELECT customer_id, plan_id, due_date, ${sign}1 AS planned, ${sign}(done_time IS NOT NULL)::integer AS done`;

const visits = `
  CREATE FUNCTION visits_told() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      reach text := current_setting('kontor.reach', true);
      changes jsonb;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        changes := (SELECT jsonb_agg(one) FROM (${row('')} FROM added) one);
      ELSIF TG_OP = 'DELETE' THEN
        changes := (SELECT jsonb_agg(one) FROM (${row('-')} FROM removed) one);
      ELSE
        changes := (SELECT jsonb_agg(one) FROM (
          SELECT customer_id, plan_id, due_date, sum(planned) AS planned, sum(done) AS done
          FROM (${row('')} FROM added UNION ALL ${row('-')} FROM removed) both_sides
          GROUP BY 1, 2, 3 HAVING sum(planned) <> 0 OR sum(done) <> 0) one);
      END IF;
      IF changes IS NULL THEN RETURN NULL; END IF;
      PERFORM set_config('kontor.reach', 'service', true);
      WITH change AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(changes)
          AS one (customer_id uuid, plan_id uuid, due_date date, planned integer, done integer)
      ), their AS MATERIALIZED (
        SELECT id, guardian_id, assignment_state, segment FROM customer
        WHERE id = ANY (ARRAY(SELECT DISTINCT customer_id FROM change)) ORDER BY id FOR NO KEY UPDATE
      )
      INSERT INTO visit_delta (${key}, planned, done)
        SELECT ${key}, sum(planned), sum(done) FROM change JOIN their ON their.id = customer_id
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(planned) <> 0 OR sum(done) <> 0;
      ${asBefore}
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER visits_insert AFTER INSERT ON planned_visit REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION visits_told();
  CREATE TRIGGER visits_update AFTER UPDATE ON planned_visit REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION visits_told();
  CREATE TRIGGER visits_delete AFTER DELETE ON planned_visit REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION visits_told();
`;

const customers = `
  CREATE FUNCTION visits_moved() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE reach text := current_setting('kontor.reach', true);
    BEGIN
      PERFORM set_config('kontor.reach', 'service', true);
      INSERT INTO visit_delta (${key}, planned, done)
        SELECT side.guardian_id, side.assignment_state, side.segment, v.plan_id, v.due_date, side.sign * count(*),
          side.sign * count(v.done_time)
        FROM planned_visit v CROSS JOIN (VALUES
          (OLD.guardian_id, OLD.assignment_state, OLD.segment, -1), (NEW.guardian_id, NEW.assignment_state, NEW.segment, 1)
        ) side (guardian_id, assignment_state, segment, sign)
        WHERE v.customer_id = NEW.id GROUP BY 1, 2, 3, 4, 5, side.sign;
      ${asBefore}
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER visits_moved AFTER UPDATE OF owner_id, keeper_id, pool_id, segment ON customer FOR EACH ROW
    WHEN (OLD.guardian_id <> NEW.guardian_id OR OLD.assignment_state <> NEW.assignment_state OR OLD.segment <> NEW.segment)
    EXECUTE FUNCTION visits_moved();
`;
