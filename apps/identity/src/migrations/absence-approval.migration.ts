import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who agreed to an absence. What was said before anybody was asked counts as agreed on. */
export class AbsenceApproval1787509305000 implements MigrationInterface {
  name = 'AbsenceApproval1787509305000';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ALTER TABLE substitution ADD COLUMN approver_id uuid;
      UPDATE substitution SET approver_id = person_id;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE substitution DROP COLUMN approver_id');
  }
}
