import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many members each segment has is kept, as customers are counted (ADR 15): triggers leave a `segment_delta`, a job
 * folds them into `segment_cell`, and both together are the number of rows in every snapshot. Only who reaches all
 * customers may ask by it: those of some people are counted by the index of members.
 */
export class SegmentCounts1787502000001 implements MigrationInterface {
  name = 'SegmentCounts1787502000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      CREATE TABLE segment_cell (segment_id uuid PRIMARY KEY, count bigint NOT NULL) WITH (fillfactor = 50);
      CREATE TABLE segment_delta (segment_id uuid NOT NULL, change bigint NOT NULL)
        WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
      CREATE FUNCTION segment_told() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO segment_delta (segment_id, change)
            SELECT segment_id, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM changed GROUP BY 1;
          RETURN NULL;
        END
      $$;
      CREATE TRIGGER segment_insert AFTER INSERT ON segment_member REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION segment_told();
      CREATE TRIGGER segment_delete AFTER DELETE ON segment_member REFERENCING OLD TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION segment_told();
      INSERT INTO segment_delta (segment_id, change) SELECT segment_id, count(*) FROM segment_member GROUP BY 1;
      ${wall('segment_cell')} ${wall('segment_delta')}
      CREATE POLICY writers ON segment_delta FOR INSERT WITH CHECK (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER segment_insert ON segment_member;
      DROP TRIGGER segment_delete ON segment_member;
      DROP FUNCTION segment_told;
      DROP TABLE segment_delta, segment_cell;
    `);
  }
}

const service = `(SELECT current_setting('kontor.reach', true)) = 'service'`;

/** Whoever changes members leaves a delta, whatever he sees; only the service folds them. */
const wall = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY readers ON ${table} FOR SELECT USING (${service} OR (SELECT reaches_all('customer')));
  CREATE POLICY keeper ON ${table} USING (${service}) WITH CHECK (${service});
`;
