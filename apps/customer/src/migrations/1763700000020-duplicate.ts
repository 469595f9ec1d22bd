import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tax numbers, what records are recognised by, pairs that look alike, and the scan that finds them. */
export class Duplicate1763700000020 implements MigrationInterface {
  name = 'Duplicate1763700000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE customer ADD COLUMN tax_number text COLLATE "C" NOT NULL DEFAULT '';
      ALTER TABLE import ADD COLUMN accept_duplicates boolean NOT NULL DEFAULT false;

      -- Of the records that have a key (a weak one aside) one has claimed it: the first. A new record claims its keys,
      -- so that the index alone tells that there is another, also of two that come at once. Whoever accepts a duplicate
      -- writes an unclaimed key beside it; when the claimed one goes, another one is claimed (free_keys). Without foreign
      -- keys, which cost as much as the rows: a trigger takes the keys of a record that goes.
      CREATE TABLE match_key (
        kind text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        strength text NOT NULL,
        customer_id uuid NOT NULL,
        contact_id uuid,
        claimed boolean NOT NULL,
        merge_ids uuid[] NOT NULL DEFAULT '{}'
      );
      CREATE UNIQUE INDEX match_key_claim ON match_key (kind, key) WHERE claimed;
      CREATE INDEX match_key_other ON match_key (kind, key) WHERE NOT claimed;
      CREATE INDEX match_key_customer ON match_key (customer_id);

      CREATE TABLE duplicate_pair (
        id uuid PRIMARY KEY,
        first_id uuid NOT NULL,
        second_id uuid NOT NULL,
        score numeric(3, 2) NOT NULL,
        matched jsonb NOT NULL,
        state text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        person_id uuid,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX duplicate_pair_once ON duplicate_pair (first_id, second_id);
      CREATE INDEX duplicate_pair_second ON duplicate_pair (second_id);
      CREATE INDEX duplicate_pair_score ON duplicate_pair (score DESC, id) WHERE state = 'open';

      CREATE TABLE duplicate_scan (
        id uuid PRIMARY KEY,
        state text COLLATE "C" NOT NULL,
        phase text COLLATE "C" NOT NULL,
        after_id uuid,
        customers_total integer NOT NULL,
        customers_done integer NOT NULL,
        pairs_found integer NOT NULL,
        person_id uuid,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL,
        end_time timestamptz(3)
      );
      CREATE UNIQUE INDEX duplicate_scan_running ON duplicate_scan (state) WHERE state = 'running';
    `);
    for (const text of [matchCandidates, claimNext, freeKeys, keysGone, keyUnclaimed])
      await runner.query(text);
    // Customers from before have no keys yet: the scan makes them.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO duplicate_scan (id, state, phase, customers_total, customers_done, pairs_found, version,
        create_time, update_time)
      SELECT uuidv7(), 'running', 'keys', count(*), 0, 0, 1, now(), now() FROM customer HAVING count(*) > 0
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER match_key_gone ON customer;
      DROP TRIGGER match_key_gone ON contact;
      DROP TRIGGER match_key_unclaimed ON match_key;
      DROP FUNCTION key_unclaimed, keys_gone, free_keys, claim_next, match_candidates;
      DROP TABLE duplicate_scan, duplicate_pair, match_key;
      ALTER TABLE import DROP COLUMN accept_duplicates;
      ALTER TABLE customer DROP COLUMN tax_number;
    `);
  }
}

/**
 * For each key wanted: whether somebody claimed it, and who has it besides `self` (20 at most), also out of the
 * caller's sight. The setting holds until the rows are read, and only public fields leave the function.
 */
const matchCandidates = `
  CREATE FUNCTION match_candidates(of_kinds text[], of_keys text[], self uuid)
  RETURNS TABLE (kind text, key text, claimed boolean, customer_id uuid, number text, name text, owner_name text,
    owner_id uuid)
  LANGUAGE plpgsql ROWS 10 AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    RETURN QUERY
      SELECT wanted.kind, wanted.key,
        EXISTS (SELECT 1 FROM match_key held WHERE held.kind = wanted.kind AND held.key = wanted.key AND held.claimed),
        c.id, c.number, c.name, p.name, c.owner_id
      FROM unnest(of_kinds, of_keys) AS wanted (kind, key)
      LEFT JOIN LATERAL (
        (SELECT m.customer_id AS id FROM match_key m
         WHERE m.kind = wanted.kind AND m.key = wanted.key AND m.claimed AND m.customer_id IS DISTINCT FROM self)
        UNION ALL
        (SELECT m.customer_id FROM match_key m
         WHERE m.kind = wanted.kind AND m.key = wanted.key AND NOT m.claimed AND m.strength <> 'weak'
           AND m.customer_id IS DISTINCT FROM self
         LIMIT 20)
      ) found ON true
      LEFT JOIN customer c ON c.id = found.id
      LEFT JOIN person_copy p ON p.id = c.owner_id;
    PERFORM set_config('kontor.reach', reach, true);
  END $$
`;

/** Where others have a key that nobody claims any more, one of them does. For functions that act for the service. */
const claimNext = `
  CREATE FUNCTION claim_next(of_kinds text[], of_keys text[]) RETURNS void LANGUAGE sql AS $$
    UPDATE match_key m SET claimed = true
    FROM (SELECT DISTINCT * FROM unnest(of_kinds, of_keys)) AS old (kind, key)
    WHERE m.ctid = (
        SELECT o.ctid FROM match_key o
        WHERE o.kind = old.kind AND o.key = old.key AND NOT o.claimed AND o.strength <> 'weak' LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM match_key c WHERE c.kind = old.kind AND c.key = old.key AND c.claimed)
  $$
`;

/**
 * Takes keys from a customer, or from one of its contacts; those that came by a merge stay. Where others have one, the
 * claim passes to one of them, whom the caller may not see.
 */
const freeKeys = `
  CREATE FUNCTION free_keys(of_customer uuid, of_contact uuid, of_kinds text[], of_keys text[]) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    DELETE FROM match_key m USING unnest(of_kinds, of_keys) AS old (kind, key)
    WHERE m.customer_id = of_customer AND m.contact_id IS NOT DISTINCT FROM of_contact AND m.merge_ids = '{}'
      AND m.kind = old.kind AND m.key = old.key;
    PERFORM claim_next(of_kinds, of_keys);
    PERFORM set_config('kontor.reach', reach, true);
  END $$
`;

/** Keys go with their customer or contact, whoever deletes it. */
const keysGone = `
  CREATE FUNCTION keys_gone() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    reach text := current_setting('kontor.reach', true);
    row jsonb := to_jsonb(OLD);
    customer uuid := coalesce(row ->> 'customer_id', row ->> 'id')::uuid;
    contact uuid := CASE WHEN row ? 'customer_id' THEN (row ->> 'id')::uuid END;
    kinds text[];
    keys text[];
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    WITH gone AS (
      DELETE FROM match_key m WHERE m.customer_id = customer AND (contact IS NULL OR m.contact_id = contact)
      RETURNING m.kind, m.key)
    SELECT array_agg(gone.kind), array_agg(gone.key) INTO kinds, keys FROM gone;
    PERFORM claim_next(kinds, keys);
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN NULL;
  END $$;
  CREATE TRIGGER match_key_gone AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION keys_gone();
  CREATE TRIGGER match_key_gone AFTER DELETE ON contact FOR EACH ROW EXECUTE FUNCTION keys_gone();
`;

/** Whoever writes a key unclaimed, such as an import of contacts, finds it claimed where nobody else has it. */
const keyUnclaimed = `
  CREATE FUNCTION key_unclaimed() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    PERFORM claim_next(ARRAY[NEW.kind], ARRAY[NEW.key]);
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN NULL;
  END $$;
  CREATE TRIGGER match_key_unclaimed AFTER INSERT ON match_key FOR EACH ROW
    WHEN (NOT NEW.claimed AND NEW.strength <> 'weak' AND NEW.kind <> 'external') EXECUTE FUNCTION key_unclaimed();
`;
