import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a loser took home, when its merge was undone, is no longer for later merges of its winner to give back. */
export class CarriedHome1787500800000 implements MigrationInterface {
  name = 'CarriedHome1787500800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(carriedHome);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION carried_home');
  }
}

/**
 * To be called once a merge was undone, whose parts had been moved on with its winner since: later merges forget them, or
 * their undoing would take them from the loser, which has them again, or from the one that the loser joined next.
 */
const carriedHome = `
  CREATE FUNCTION carried_home(home jsonb, loser uuid, winner uuid, by_merge uuid) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    UPDATE customer_merge m SET moved = (
      SELECT coalesce(jsonb_agg(CASE
          WHEN part ? 'ids' THEN jsonb_set(part, '{ids}', (
            SELECT coalesce(jsonb_agg(one), '[]') FROM jsonb_array_elements_text(part -> 'ids') AS carried (one)
            WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(home) mine
              WHERE mine ->> 'table' = part ->> 'table' AND mine ->> 'column' = part ->> 'column' AND mine -> 'ids' ? one)))
          WHEN part ? 'behind' THEN part
          ELSE jsonb_set(part, '{rows}', (
            SELECT coalesce(jsonb_agg(was), '[]') FROM jsonb_array_elements(part -> 'rows') was
            WHERE NOT EXISTS (SELECT 1 FROM jsonb_array_elements(home) mine, jsonb_array_elements(mine -> 'rows') own
              WHERE mine ->> 'table' = part ->> 'table' AND NOT mine ? 'behind'
                AND (own ->> 'id' = was ->> 'id' OR own - ARRAY[part ->> 'column', 'guardian_id']
                  = was - ARRAY[part ->> 'column', 'guardian_id']))))
          END), '[]')
      FROM jsonb_array_elements(m.moved) part)
    WHERE m.winner_id = winner AND m.id > by_merge AND m.state = 'merged';
    UPDATE match_key SET merge_ids = ARRAY(SELECT one FROM unnest(merge_ids) one WHERE one < by_merge)
    WHERE customer_id = loser AND by_merge < ANY (merge_ids);
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;
