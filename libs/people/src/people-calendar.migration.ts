import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which working calendar people work: their own, else that of the nearest unit with one, else the company's. */
export class PeopleCalendar1700000000006 implements MigrationInterface {
  name = 'PeopleCalendar1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person_copy ADD COLUMN calendar_id uuid;
      ALTER TABLE unit_copy ADD COLUMN calendar_id uuid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE person_copy DROP COLUMN calendar_id;
      ALTER TABLE unit_copy DROP COLUMN calendar_id;
    `);
  }
}
