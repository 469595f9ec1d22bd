import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose key it is by which a record looks like another, how often people are told of customers beyond their reach, and
 * pairs that come at once and go again: a nightly look at what changed.
 */
export class ToldDuplicates1787500700011 implements MigrationInterface {
  name = 'ToldDuplicates1787500700011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION match_candidates');
    await runner.query(matchCandidates('m.contact_id'));
    await runner.query(`
      ALTER TABLE public_search_setting ADD COLUMN duplicate_limit integer NOT NULL DEFAULT 300;
      CREATE TABLE duplicate_look (
        person_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        told integer NOT NULL,
        PRIMARY KEY (person_id, hour)
      );
      CREATE INDEX duplicate_look_hour ON duplicate_look (hour);

      ALTER TABLE duplicate_scan ADD COLUMN night date;
      CREATE UNIQUE INDEX duplicate_scan_night ON duplicate_scan (night);
      DROP INDEX duplicate_scan_running;
      CREATE UNIQUE INDEX duplicate_scan_running ON duplicate_scan ((night IS NULL)) WHERE state = 'running';
      CREATE TABLE duplicate_scan_customer (id uuid PRIMARY KEY);
    `);
    for (const text of [notePairs, looks]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION match_candidates, note_pairs, duplicate_looks, take_duplicate_look');
    await runner.query(matchCandidates());
    await runner.query(`
      DROP TABLE duplicate_scan_customer, duplicate_look;
      DROP INDEX duplicate_scan_running, duplicate_scan_night;
      DELETE FROM duplicate_scan WHERE night IS NOT NULL;
      CREATE UNIQUE INDEX duplicate_scan_running ON duplicate_scan (state) WHERE state = 'running';
      ALTER TABLE duplicate_scan DROP COLUMN night;
      ALTER TABLE public_search_setting DROP COLUMN duplicate_limit;
    `);
  }
}

/**
 * For each key wanted: whether somebody claimed it, and who has it besides `self` (20 at most), also out of the
 * caller's sight. The setting holds until the rows are read, and only public fields leave the function.
 */
function matchCandidates(contact?: string): string {
  const [column, found, source] = contact
    ? [', contact_id uuid', ', found.contact_id', `, ${contact} AS contact_id`]
    : ['', '', ''];
  return `
  CREATE FUNCTION match_candidates(of_kinds text[], of_keys text[], self uuid)
  RETURNS TABLE (kind text, key text, claimed boolean, customer_id uuid, number text, name text, owner_name text,
    owner_id uuid${column})
  LANGUAGE plpgsql ROWS 10 AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    RETURN QUERY
      SELECT wanted.kind, wanted.key,
        EXISTS (SELECT 1 FROM match_key held WHERE held.kind = wanted.kind AND held.key = wanted.key AND held.claimed),
        c.id, c.number, c.name, p.name, c.owner_id${found}
      FROM unnest(of_kinds, of_keys) AS wanted (kind, key)
      LEFT JOIN LATERAL (
        (SELECT m.customer_id AS id${source} FROM match_key m
         WHERE m.kind = wanted.kind AND m.key = wanted.key AND m.claimed AND m.customer_id IS DISTINCT FROM self)
        UNION ALL
        (SELECT m.customer_id${source} FROM match_key m
         WHERE m.kind = wanted.kind AND m.key = wanted.key AND NOT m.claimed AND m.strength <> 'weak'
           AND m.customer_id IS DISTINCT FROM self
         LIMIT 20)
      ) found ON true
      LEFT JOIN customer c ON c.id = found.id
      LEFT JOIN person_copy p ON p.id = c.owner_id;
    PERFORM set_config('kontor.reach', reach, true);
  END $$
`;
}

/**
 * Notes pairs, also of customers that the caller does not see; tells how many were not known. Those that somebody settled
 * stay as they are.
 */
const notePairs = `
  CREATE FUNCTION note_pairs(pairs jsonb, noted timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    reach text := current_setting('kontor.reach', true);
    made integer;
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    WITH written AS (
      INSERT INTO duplicate_pair (id, first_id, second_id, score, matched, state, reason, version, create_time, update_time)
      SELECT uuidv7(), p.first_id, p.second_id, p.score, p.matched, 'open', '', 1, noted, noted
      FROM jsonb_to_recordset(pairs) AS p (first_id uuid, second_id uuid, score numeric, matched jsonb)
      ORDER BY p.first_id, p.second_id
      ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, matched = excluded.matched,
        version = duplicate_pair.version + 1, update_time = excluded.update_time
        WHERE duplicate_pair.state = 'open' AND duplicate_pair.matched <> excluded.matched
      RETURNING (version = 1) AS is_new)
    SELECT count(*) FILTER (WHERE is_new) INTO made FROM written;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
    RETURN made;
  END $$
`;

/** How often a person was told within 24 hours, by hours, and how often that may be; taken one by one of many at once. */
const looks = `
  CREATE FUNCTION duplicate_looks(person uuid, OUT told integer, OUT most integer) LANGUAGE plpgsql STABLE AS $$
  BEGIN
    SELECT coalesce(sum(l.told), 0) INTO told FROM duplicate_look l
      WHERE l.person_id = person AND l.hour > clock_timestamp() - interval '24 hours';
    SELECT duplicate_limit INTO most FROM public_search_setting;
  END $$;
  CREATE FUNCTION take_duplicate_look(person uuid, OUT taken boolean, OUT most integer) LANGUAGE plpgsql AS $$
  DECLARE told integer;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('duplicate-look ' || person, 0));
    SELECT l.told, l.most INTO told, most FROM duplicate_looks(person) l;
    taken := told < most;
    IF taken THEN
      INSERT INTO duplicate_look AS l VALUES (person, date_trunc('hour', clock_timestamp()), 1)
        ON CONFLICT (person_id, hour) DO UPDATE SET told = l.told + 1;
    END IF;
  END $$
`;
