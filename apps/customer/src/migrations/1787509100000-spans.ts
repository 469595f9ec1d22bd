import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Movements are kept by weeks and months beside days, and with each of them how long those who left had stayed (ADR 18):
 * `stays` is a list of pairs, whole days and how many left after so many, in the order of the days. `customer_stay`, which
 * has a row for each of these, has those of before.
 *
 * Nothing is rewritten here: the spans of before are made in the background, month by month into the past (`span_fill`: they
 * are complete from `since` on), and until then their days are read.
 */
export class Spans1787509100000 implements MigrationInterface {
  name = 'Spans1787509100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO customer_stay AS s (guardian_id, day, status, stayed_days, count)
        SELECT guardian_id, day, status, stays[at][1], sum(stays[at][2])
        FROM customer_flow CROSS JOIN LATERAL generate_subscripts(stays, 1) at GROUP BY 1, 2, 3, 4
      ON CONFLICT (guardian_id, day, status, stayed_days) DO UPDATE SET count = s.count + excluded.count;
      DROP TABLE customer_span, span_fill;
      ALTER TABLE customer_flow DROP COLUMN stays;
      DROP FUNCTION joined_stays;
    `);
  }
}

const service = `(SELECT current_setting('kontor.reach', true)) = 'service'`;

/** The wall of the spans is that of the other kept counts: whose customers somebody reaches, the figures of those. */
const tables = `
  ALTER TABLE customer_flow ADD COLUMN stays integer[] NOT NULL DEFAULT '{}';
  CREATE TABLE customer_span (
    guardian_id uuid NOT NULL,
    grain text COLLATE "C" NOT NULL,
    day date NOT NULL,
    assignment_state text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    entered bigint NOT NULL,
    "left" bigint NOT NULL,
    other bigint NOT NULL,
    stays integer[] NOT NULL,
    PRIMARY KEY (guardian_id, grain, day, assignment_state, status)
  );
  ALTER TABLE customer_span ENABLE ROW LEVEL SECURITY;
  ALTER TABLE customer_span FORCE ROW LEVEL SECURITY;
  CREATE POLICY readers ON customer_span FOR SELECT USING (${service}
    OR guardian_id = (SELECT nullif(current_setting('kontor.person', true), '')::uuid)
    OR guardian_id IN (SELECT reached_owners('customer')) OR (SELECT reaches_all('customer')));
  CREATE POLICY keeper ON customer_span USING (${service}) WITH CHECK (${service});

  CREATE TABLE span_fill (since date NOT NULL, first date);
  INSERT INTO span_fill SELECT CASE WHEN min(day) IS NULL THEN '0001-01-01'::date
    ELSE date_trunc('month', now() + interval '2 months')::date END, min(day) FROM customer_flow;

  CREATE FUNCTION joined_stays(a integer[], b integer[]) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(ARRAY[days, steps] ORDER BY days), '{}') FROM (
      SELECT days, sum(steps)::integer AS steps FROM (
        SELECT a[at][1] AS days, a[at][2] AS steps FROM generate_subscripts(a, 1) at
        UNION ALL SELECT b[at][1], b[at][2] FROM generate_subscripts(b, 1) at
      ) one GROUP BY days
    ) each
  $$;
`;
