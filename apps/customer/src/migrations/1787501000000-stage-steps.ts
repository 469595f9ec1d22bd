import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * With whom a customer was when it went to another stage, so that the steps behind the figures of a team are found by an
 * index, and are those of whoever had the customer then, as the figures are. Steps that were written before belong to
 * who has the customer now, as their figures do (Counters1787500400000).
 */
export class StageSteps1787501000000 implements MigrationInterface {
  name = 'StageSteps1787501000000';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ALTER TABLE stage_change ADD COLUMN guardian_id uuid;
      UPDATE stage_change s SET guardian_id = c.guardian_id FROM customer c
        WHERE c.id = s.customer_id AND c.assignment_state = 'assigned';
      DROP INDEX stage_change_time;
      CREATE INDEX stage_change_time ON stage_change (time, id);
      CREATE INDEX stage_change_to ON stage_change (to_status, time, id);
      CREATE INDEX stage_change_from ON stage_change (from_status, time, id);
      CREATE INDEX stage_change_guardian ON stage_change (guardian_id, time, id) WHERE guardian_id IS NOT NULL;
    `);
    await runner.query(note(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(note(false));
    await runner.query(`
      DROP INDEX stage_change_guardian, stage_change_from, stage_change_to, stage_change_time;
      CREATE INDEX stage_change_time ON stage_change (time, customer_id);
      ALTER TABLE stage_change DROP COLUMN guardian_id;
    `);
  }
}

/** The note of a step, with the owner after it or without. */
const note = (guarded: boolean) => `
  CREATE OR REPLACE FUNCTION note_stage_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO stage_change (id, customer_id, from_status, to_status, entered_time, time, actor_id${guarded ? ', guardian_id' : ''})
      VALUES (uuidv7(), NEW.id, OLD.status, NEW.status,
        coalesce((SELECT max(s.time) FROM stage_change s WHERE s.customer_id = NEW.id), NEW.create_time),
        NEW.update_time, nullif(current_setting('kontor.person', true), '')::uuid
        ${guarded ? `, CASE NEW.assignment_state WHEN 'assigned' THEN NEW.guardian_id END` : ''});
      RETURN NULL;
    END
  $$`;
