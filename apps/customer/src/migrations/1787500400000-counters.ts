import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counts of customers that are kept, not counted (ADR 15).
 *
 * Triggers leave a `customer_delta` for each change of what is counted: append-only, so that no two writers wait for one
 * another. A job folds them into `customer_cell`, how many there are now, and `customer_flow`, what each day brought;
 * cells and deltas together are the number of rows in every snapshot. The guardian `ffffffff-…` stands for everybody: the
 * company's own cells, so that its numbers are not summed over its people.
 *
 * No entity has these tables, so their walls stand here: whose customers somebody reaches, the counts of those.
 */
export class Counters1787500400000 implements MigrationInterface {
  name = 'Counters1787500400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(tables);
    await runner.query(triggers);
    await runner.query(whatIsThere);
    for (const table of ['customer_cell', 'customer_delta', 'customer_flow', 'customer_stay']) {
      await runner.query(wall(table));
    }
    await runner.query(`
      ALTER TABLE metric_value ENABLE ROW LEVEL SECURITY;
      ALTER TABLE metric_value FORCE ROW LEVEL SECURITY;
      CREATE POLICY readers ON metric_value FOR SELECT USING (${service} OR (SELECT reaches_all('customer')));
      CREATE POLICY keeper ON metric_value USING (${service}) WITH CHECK (${service});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER tally_insert ON customer;
      DROP TRIGGER tally_update ON customer;
      DROP TRIGGER tally_delete ON customer;
      DROP FUNCTION tally_new, tally_changed, tally_gone;
      DROP TABLE metric_value, count_check, customer_stay, customer_flow, customer_delta, customer_cell;
    `);
  }
}

const service = `(SELECT current_setting('kontor.reach', true)) = 'service'`;

/** Whoever changes a customer leaves a delta, whatever he sees; only the service folds them. */
const wall = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY readers ON ${table} FOR SELECT USING (${service}
    OR guardian_id = (SELECT nullif(current_setting('kontor.person', true), '')::uuid)
    OR guardian_id IN (SELECT reached_owners('customer')) OR (SELECT reaches_all('customer')));
  CREATE POLICY keeper ON ${table} USING (${service}) WITH CHECK (${service});
  ${table === 'customer_delta' ? `CREATE POLICY writers ON ${table} FOR INSERT WITH CHECK (true);` : ''}
`;

const cell = `
    guardian_id uuid NOT NULL,
    assignment_state text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL`;

const tables = `
  CREATE TABLE customer_cell (${cell},
    count bigint NOT NULL,
    PRIMARY KEY (guardian_id, assignment_state, status)
  ) WITH (fillfactor = 50);
  CREATE TABLE customer_delta (${cell},
    kind text COLLATE "C" NOT NULL,
    change integer NOT NULL,
    stayed_days integer,
    time timestamptz(3) NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
  CREATE TABLE customer_flow (${cell},
    day date NOT NULL,
    entered bigint NOT NULL,
    "left" bigint NOT NULL,
    other bigint NOT NULL,
    PRIMARY KEY (guardian_id, day, assignment_state, status)
  );
  CREATE TABLE customer_stay (
    guardian_id uuid NOT NULL,
    day date NOT NULL,
    status text COLLATE "C" NOT NULL,
    stayed_days integer NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (guardian_id, day, status, stayed_days)
  );
  CREATE TABLE count_check (
    day date PRIMARY KEY,
    mended integer NOT NULL
  );
  CREATE TABLE metric_value (
    metric_id uuid NOT NULL REFERENCES metric,
    day date NOT NULL,
    definition_start_time timestamptz(3) NOT NULL,
    value integer NOT NULL,
    time timestamptz(3) NOT NULL,
    took_ms integer NOT NULL,
    PRIMARY KEY (metric_id, day)
  );
`;

/**
 * What a delta is of: `made` a new customer, `stage` a step to another status, `other` another guardian, a merge, its
 * undo (a row that comes with an older creation), a removal.
 */
const triggers = `
  CREATE FUNCTION tally_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO customer_delta (guardian_id, assignment_state, status, kind, change, time)
        SELECT guardian_id, assignment_state, status,
          CASE WHEN create_time > now() - interval '1 hour' THEN 'made' ELSE 'other' END, count(*), now()
        FROM added GROUP BY 1, 2, 3, 4;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER tally_insert AFTER INSERT ON customer REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tally_new();

  CREATE FUNCTION tally_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      why text := CASE WHEN OLD.status <> NEW.status THEN 'stage' ELSE 'other' END;
    BEGIN
      -- The note of this step stands already: triggers of a table run by the alphabet.
      INSERT INTO customer_delta (guardian_id, assignment_state, status, kind, change, stayed_days, time) VALUES
        (OLD.guardian_id, OLD.assignment_state, OLD.status, why, -1, CASE why WHEN 'stage' THEN (
          SELECT extract(epoch FROM s.time - s.entered_time)::bigint / 86400 FROM stage_change s
          WHERE s.customer_id = NEW.id ORDER BY s.time DESC, s.id DESC LIMIT 1) END, now()),
        (NEW.guardian_id, NEW.assignment_state, NEW.status, why, 1, NULL, now());
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER tally_update AFTER UPDATE OF owner_id, keeper_id, pool_id, status ON customer FOR EACH ROW
    WHEN (OLD.status <> NEW.status OR OLD.guardian_id <> NEW.guardian_id OR OLD.assignment_state <> NEW.assignment_state)
    EXECUTE FUNCTION tally_changed();

  CREATE FUNCTION tally_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO customer_delta (guardian_id, assignment_state, status, kind, change, time)
        SELECT guardian_id, assignment_state, status, 'other', -count(*), now() FROM removed GROUP BY 1, 2, 3;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER tally_delete AFTER DELETE ON customer REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION tally_gone();
`;

/** The customers that are there and the steps they went, as deltas of then: the first fold makes of them what it must. */
const whatIsThere = `
  INSERT INTO customer_delta (guardian_id, assignment_state, status, kind, change, stayed_days, time)
    SELECT c.guardian_id, c.assignment_state, coalesce((SELECT s.from_status FROM stage_change s
        WHERE s.customer_id = c.id ORDER BY s.time, s.id LIMIT 1), c.status), 'made', 1, NULL::integer, c.create_time
    FROM customer c
    UNION ALL SELECT c.guardian_id, c.assignment_state, one.status, 'stage', one.change, one.stayed, s.time
    FROM stage_change s JOIN customer c ON c.id = s.customer_id
    CROSS JOIN LATERAL (VALUES
      (s.from_status, -1, (extract(epoch FROM s.time - s.entered_time)::bigint / 86400)::integer),
      (s.to_status, 1, NULL::integer)) AS one (status, change, stayed);
`;
