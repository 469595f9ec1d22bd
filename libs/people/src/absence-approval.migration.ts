import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Absences that nobody above agreed to yet: clocks that stand while somebody is away do not stand for them. */
export class UnapprovedAbsence1787509305001 implements MigrationInterface {
  name = 'UnapprovedAbsence1787509305001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE substitution_copy ADD COLUMN unapproved boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE substitution_copy DROP COLUMN unapproved');
  }
}
