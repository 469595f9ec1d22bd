import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is of no use any more is found by its age. */
export class Tidy1787500300003 implements MigrationInterface {
  name = 'Tidy1787500300003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX reclaim_warning_time ON reclaim_warning (time);
      CREATE INDEX public_search_use_day ON public_search_use (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX public_search_use_day, reclaim_warning_time');
  }
}
