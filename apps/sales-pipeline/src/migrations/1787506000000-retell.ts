import type { MigrationInterface, QueryRunner } from 'typeorm';
import { toTellTable } from '@kontor/database/tell-anew';

/** The customer service copies which opportunities are open and which were won: those of before are told once more. */
export class Retell1787506000000 implements MigrationInterface {
  name = 'Retell1787506000000';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`${toTellTable}; INSERT INTO to_tell SELECT 'opportunity', id FROM opportunity;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE to_tell');
  }
}
