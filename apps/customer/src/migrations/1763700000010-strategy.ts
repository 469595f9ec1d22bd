import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Customers without owner, strategies, pools, assignment rules. Walls come from the entities.
 *
 * `guardian_id` is whose records a customer counts among for rights: the owner's, else the keeper's, else nobody's. One
 * column, worked out by the database, so that rights are asked of one index and no writer can forget it.
 */
export class Strategy1763700000010 implements MigrationInterface {
  name = 'Strategy1763700000010';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(customers);
    await runner.query(holdings);
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE assignment_rule, pool_claim, pool, reclaim_warning, strategy_setting, calendar_copy;
      DROP TRIGGER count_held_insert ON customer;
      DROP TRIGGER count_held_update ON customer;
      DROP TRIGGER count_held_delete ON customer;
      DROP FUNCTION count_held_new, count_held_moved;
      DROP TABLE holding;
      DROP FUNCTION counts_as_held;
    `);
    await runner.query(`
      DROP POLICY IF EXISTS caller ON customer;
      DROP POLICY IF EXISTS caller_insert ON customer;
      DROP POLICY IF EXISTS caller_update ON customer;
      DROP POLICY IF EXISTS caller_delete ON customer;
      ALTER TABLE customer DROP COLUMN guardian_id CASCADE, DROP COLUMN assignment_state, DROP COLUMN keeper_id,
        DROP COLUMN assign_time, DROP COLUMN pool_id, DROP COLUMN finder_id, DROP COLUMN former_owner_id,
        DROP COLUMN reclaim_cause, DROP COLUMN release_time, DROP COLUMN freeze_until, DROP COLUMN freeze_reason,
        DROP COLUMN freeze_requested_until, DROP COLUMN product_line;
      ALTER TABLE ownership_change DROP COLUMN pool_id;
    `);
  }
}

const customers = `
  ALTER TABLE customer
    ALTER COLUMN owner_id DROP NOT NULL,
    ADD COLUMN keeper_id uuid,
    ADD COLUMN assign_time timestamptz(3),
    ADD COLUMN pool_id uuid,
    ADD COLUMN finder_id uuid,
    ADD COLUMN former_owner_id uuid,
    ADD COLUMN reclaim_cause text COLLATE "C",
    ADD COLUMN release_time timestamptz(3),
    ADD COLUMN freeze_until timestamptz(3),
    ADD COLUMN freeze_reason text,
    ADD COLUMN freeze_requested_until timestamptz(3),
    ADD COLUMN product_line text COLLATE "C",
    ADD COLUMN guardian_id uuid NOT NULL GENERATED ALWAYS AS
      (coalesce(owner_id, keeper_id, '00000000-0000-0000-0000-000000000000'::uuid)) STORED,
    ADD COLUMN assignment_state text COLLATE "C" NOT NULL GENERATED ALWAYS AS
      (CASE WHEN owner_id IS NOT NULL THEN 'assigned' WHEN pool_id IS NOT NULL THEN 'pooled' ELSE 'unassigned' END) STORED;
  UPDATE customer c SET assign_time = coalesce(
    (SELECT max(o.time) FROM ownership_change o WHERE o.customer_id = c.id AND o.to_id = c.owner_id), c.create_time);

  DROP INDEX customer_owner_create_time, customer_owner_name, customer_next_contact;
  CREATE INDEX customer_guardian_create_time ON customer (guardian_id, create_time, id);
  CREATE INDEX customer_guardian_name ON customer (guardian_id, name, id);
  CREATE INDEX customer_guardian_status ON customer (guardian_id, status) INCLUDE (id);
  CREATE INDEX customer_next_contact ON customer (guardian_id, next_contact_time) WHERE next_contact_time IS NOT NULL;
  CREATE INDEX customer_ownerless ON customer (guardian_id, assignment_state, create_time, id) WHERE owner_id IS NULL;
  CREATE INDEX customer_pool ON customer (pool_id, release_time, id) WHERE pool_id IS NOT NULL;
  CREATE INDEX customer_frozen ON customer (owner_id, freeze_until) WHERE freeze_until IS NOT NULL;
  CREATE INDEX customer_clock ON customer
    (owner_id, greatest(coalesce(assign_time, create_time), last_contact_time), id)
    WHERE status IN ('prospect', 'interested', 'negotiating');

  ALTER TABLE ownership_change ALTER COLUMN to_id DROP NOT NULL, ADD COLUMN pool_id uuid;
`;

/** How many prospects each person holds, kept by the table of customers itself: no writer can forget it. */
const holdings = `
  CREATE TABLE holding (person_id uuid PRIMARY KEY, held integer NOT NULL) WITH (fillfactor = 50);
  CREATE FUNCTION counts_as_held(status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT status IN ('prospect', 'interested', 'negotiating')
  $$;
  INSERT INTO holding (person_id, held)
    SELECT owner_id, count(*) FROM customer WHERE owner_id IS NOT NULL AND counts_as_held(status) GROUP BY owner_id;

  CREATE FUNCTION count_held_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO holding AS h (person_id, held)
        SELECT owner_id, count(*) FROM added WHERE owner_id IS NOT NULL AND counts_as_held(status)
        GROUP BY owner_id ORDER BY owner_id
      ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER count_held_insert AFTER INSERT ON customer REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_held_new();

  CREATE FUNCTION count_held_moved() RETURNS trigger LANGUAGE plpgsql AS $$
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
  CREATE TRIGGER count_held_update AFTER UPDATE OF owner_id, status ON customer FOR EACH ROW
    WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id OR counts_as_held(OLD.status) <> counts_as_held(NEW.status))
    EXECUTE FUNCTION count_held_moved();
  CREATE TRIGGER count_held_delete AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION count_held_moved();
`;

const tables = `
  CREATE TABLE calendar_copy (
    id uuid PRIMARY KEY,
    calendar jsonb NOT NULL,
    company_default boolean NOT NULL,
    calendar_version integer NOT NULL
  );
  CREATE TABLE strategy_setting (
    id uuid PRIMARY KEY,
    scope text COLLATE "C" NOT NULL,
    scope_id text COLLATE "C" NOT NULL,
    "values" jsonb NOT NULL,
    start_time timestamptz(3) NOT NULL,
    author_id uuid NOT NULL,
    reason text NOT NULL,
    create_time timestamptz(3) NOT NULL
  );
  COMMENT ON TABLE strategy_setting IS 'append-only';
  CREATE INDEX strategy_setting_scope ON strategy_setting (scope, scope_id, start_time, id);
  CREATE INDEX strategy_setting_time ON strategy_setting (start_time, id);

  CREATE TABLE reclaim_warning (
    customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
    owner_id uuid NOT NULL,
    clock_start timestamptz(3) NOT NULL,
    stage text COLLATE "C" NOT NULL,
    time timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (customer_id, owner_id, clock_start, stage)
  );

  CREATE TABLE pool (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    manager_id uuid NOT NULL,
    unit_ids jsonb NOT NULL,
    open boolean NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  CREATE UNIQUE INDEX pool_name ON pool (name);
  CREATE INDEX pool_create_time ON pool (create_time, id);

  CREATE TABLE pool_claim (
    id uuid PRIMARY KEY,
    pool_id uuid NOT NULL REFERENCES pool,
    customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
    person_id uuid NOT NULL,
    time timestamptz(3) NOT NULL
  );
  CREATE INDEX pool_claim_person ON pool_claim (person_id, time);

  CREATE TABLE assignment_rule (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    place integer NOT NULL,
    filter text NOT NULL,
    person_ids jsonb NOT NULL,
    unit_ids jsonb NOT NULL,
    role_ids jsonb NOT NULL,
    active boolean NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  CREATE INDEX assignment_rule_place ON assignment_rule (place, id);
`;
