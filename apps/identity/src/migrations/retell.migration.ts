import type { MigrationInterface, QueryRunner } from 'typeorm';
import { toTellTable } from '@kontor/database/tell-anew';

/** Services copy by which calendar people work; who has had one since before they did is told of once more. */
export class Retell1787506000000 implements MigrationInterface {
  name = 'Retell1787506000000';

  async up(runner: QueryRunner): Promise<void> {
    // Row security binds the owner of the tables, too.
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      ${toTellTable};
      INSERT INTO to_tell SELECT 'calendar', id FROM calendar;
      INSERT INTO to_tell SELECT 'unit', id FROM unit WHERE calendar_id IS NOT NULL;
      INSERT INTO to_tell SELECT 'person', id FROM person WHERE calendar_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE to_tell');
  }
}
