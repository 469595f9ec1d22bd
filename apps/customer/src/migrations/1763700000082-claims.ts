import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Claims of keys without reading the table of keys: the row that gets a claim is found by its index and changed by its
 * place, where the planner had joined it with the whole table. Rows that come unclaimed are looked at once a statement,
 * so that a batch of an import asks once.
 */
export class Claims1763700000082 implements MigrationInterface {
  name = 'Claims1763700000082';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(byPlace);
    await runner.query(byStatement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(byJoin);
    await runner.query(byRow);
  }
}

const byPlace = `
  CREATE OR REPLACE FUNCTION claim_next(of_kinds text[], of_keys text[]) RETURNS void LANGUAGE sql AS $$
    UPDATE match_key m SET claimed = true
    WHERE m.ctid = ANY (ARRAY(
      SELECT (SELECT o.ctid FROM match_key o
          WHERE o.kind = old.kind AND o.key = old.key AND NOT o.claimed AND o.strength <> 'weak' LIMIT 1)
      FROM (SELECT DISTINCT * FROM unnest(of_kinds, of_keys)) AS old (kind, key)
      WHERE NOT EXISTS (SELECT 1 FROM match_key c WHERE c.kind = old.kind AND c.key = old.key AND c.claimed)))
  $$
`;

const byStatement = `
  DROP TRIGGER match_key_unclaimed ON match_key;
  CREATE OR REPLACE FUNCTION key_unclaimed() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    reach text := current_setting('kontor.reach', true);
    kinds text[];
    keys text[];
  BEGIN
    SELECT array_agg(kind), array_agg(key) INTO kinds, keys
      FROM added WHERE NOT claimed AND strength <> 'weak' AND kind <> 'external';
    IF kinds IS NULL THEN RETURN NULL; END IF;
    PERFORM set_config('kontor.reach', 'service', true);
    PERFORM claim_next(kinds, keys);
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN NULL;
  END $$;
  CREATE TRIGGER match_key_unclaimed AFTER INSERT ON match_key REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION key_unclaimed();
`;

const byJoin = `
  CREATE OR REPLACE FUNCTION claim_next(of_kinds text[], of_keys text[]) RETURNS void LANGUAGE sql AS $$
    UPDATE match_key m SET claimed = true
    FROM (SELECT DISTINCT * FROM unnest(of_kinds, of_keys)) AS old (kind, key)
    WHERE m.ctid = (
        SELECT o.ctid FROM match_key o
        WHERE o.kind = old.kind AND o.key = old.key AND NOT o.claimed AND o.strength <> 'weak' LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM match_key c WHERE c.kind = old.kind AND c.key = old.key AND c.claimed)
  $$
`;

const byRow = `
  DROP TRIGGER match_key_unclaimed ON match_key;
  CREATE OR REPLACE FUNCTION key_unclaimed() RETURNS trigger LANGUAGE plpgsql AS $$
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
