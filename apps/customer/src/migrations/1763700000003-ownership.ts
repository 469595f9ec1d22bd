import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who owned customers, dossiers read, hand-overs, rotations. Walls come from the entities. */
export class Ownership1763700000003 implements MigrationInterface {
  name = 'Ownership1763700000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ownership_change (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer,
        from_id uuid,
        to_id uuid NOT NULL,
        cause text COLLATE "C" NOT NULL,
        cause_id uuid,
        reason text NOT NULL,
        actor_id uuid,
        time timestamptz(3) NOT NULL
      );
      CREATE INDEX ownership_change_customer ON ownership_change (customer_id, time, id);
      CREATE INDEX ownership_change_to ON ownership_change (to_id, time);
      CREATE INDEX ownership_change_cause ON ownership_change (cause_id, from_id) WHERE cause_id IS NOT NULL;

      CREATE TABLE dossier_read (
        customer_id uuid NOT NULL REFERENCES customer,
        person_id uuid NOT NULL,
        read_time timestamptz(3) NOT NULL,
        PRIMARY KEY (customer_id, person_id)
      );

      CREATE TABLE handover_task (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        leaver boolean NOT NULL,
        target_ids jsonb NOT NULL,
        reason text NOT NULL,
        actor_id uuid,
        state text COLLATE "C" NOT NULL,
        moved integer NOT NULL,
        handover_version integer NOT NULL,
        next_time timestamptz NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX handover_task_running ON handover_task (next_time, id) WHERE state = 'running';

      CREATE TABLE ownership_check (
        day date PRIMARY KEY,
        time timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );

      CREATE TABLE rotation (
        id uuid PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        moves jsonb NOT NULL,
        filter text NOT NULL,
        exclude_statuses jsonb NOT NULL,
        repeat_months integer,
        start_time timestamptz(3),
        state text COLLATE "C" NOT NULL,
        round integer NOT NULL,
        noted boolean NOT NULL,
        person_id uuid NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX rotation_person ON rotation (person_id, create_time, id);
      CREATE INDEX rotation_active ON rotation (start_time) WHERE state IN ('scheduled', 'running');

      CREATE TABLE rotation_item (
        id uuid PRIMARY KEY,
        rotation_id uuid NOT NULL REFERENCES rotation,
        round integer NOT NULL,
        customer_id uuid NOT NULL REFERENCES customer,
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        state text COLLATE "C" NOT NULL,
        reason text NOT NULL
      );
      CREATE UNIQUE INDEX rotation_item_customer ON rotation_item (rotation_id, round, customer_id);
      CREATE INDEX rotation_item_planned ON rotation_item (rotation_id, round, customer_id) WHERE state = 'planned';
    `);
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO ownership_change (id, customer_id, to_id, cause, reason, time)
      SELECT uuidv7(), id, owner_id, 'create', '', create_time FROM customer
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE rotation_item, rotation, ownership_check, handover_task, dossier_read, ownership_change
    `);
  }
}
