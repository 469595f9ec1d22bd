import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversions in the order in which they began: for lists, and for those whose term is over. */
export class ConversionTerm1787500600001 implements MigrationInterface {
  name = 'ConversionTerm1787500600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX conversion_create_time ON conversion (create_time, id);
      CREATE INDEX conversion_started ON conversion (create_time, id) WHERE state = 'started';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX conversion_started, conversion_create_time');
  }
}
