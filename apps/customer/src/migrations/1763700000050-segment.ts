import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Segments of customers. Walls come from the entities. */
export class Segment1763700000050 implements MigrationInterface {
  name = 'Segment1763700000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE segment (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        name text COLLATE "C" NOT NULL,
        description text NOT NULL,
        kind text COLLATE "C" NOT NULL,
        rule text NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX segment_owner ON segment (owner_id, create_time, id);
      CREATE INDEX segment_dynamic ON segment (id) WHERE kind = 'dynamic';

      CREATE TABLE segment_evaluation (
        segment_id uuid PRIMARY KEY,
        state text COLLATE "C" NOT NULL,
        cursor uuid,
        day date NOT NULL,
        daily boolean NOT NULL,
        evaluate_time timestamptz(3)
      );
      CREATE INDEX segment_evaluation_due ON segment_evaluation (segment_id) WHERE state IN ('evaluating', 'removing');

      CREATE TABLE segment_member (
        segment_id uuid NOT NULL,
        customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
        enter_time timestamptz(3) NOT NULL,
        guardian_id uuid NOT NULL,
        PRIMARY KEY (segment_id, customer_id)
      );
      CREATE INDEX segment_member_guardian ON segment_member (segment_id, guardian_id);
      CREATE INDEX segment_member_customer ON segment_member (customer_id, segment_id);

      CREATE TABLE segment_change (
        id uuid PRIMARY KEY,
        segment_id uuid NOT NULL,
        customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
        entered boolean NOT NULL,
        time timestamptz(3) NOT NULL,
        actor_id uuid
      );
      CREATE INDEX segment_change_customer ON segment_change (customer_id, time, id);

      CREATE TABLE segment_snapshot (
        id uuid PRIMARY KEY,
        segment_id uuid NOT NULL,
        name text COLLATE "C" NOT NULL,
        owner_id uuid NOT NULL,
        member_count integer NOT NULL,
        freeze_time timestamptz(3) NOT NULL
      );
      COMMENT ON TABLE segment_snapshot IS 'append-only';
      CREATE INDEX segment_snapshot_segment ON segment_snapshot (segment_id, freeze_time, id);

      CREATE TABLE segment_snapshot_member (
        snapshot_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        PRIMARY KEY (snapshot_id, customer_id)
      );
      COMMENT ON TABLE segment_snapshot_member IS 'append-only';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE segment_snapshot_member, segment_snapshot, segment_change, segment_member, segment_evaluation, segment
    `);
  }
}
