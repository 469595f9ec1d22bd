import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When identity last told that it is there, so that many replicas tell it no more often than one. */
export class Beat1764300000090 implements MigrationInterface {
  name = 'Beat1764300000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE beat_sent (
        alone boolean PRIMARY KEY DEFAULT true CHECK (alone),
        time timestamptz NOT NULL DEFAULT 'epoch',
        version integer NOT NULL DEFAULT 0
      );
      INSERT INTO beat_sent DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE beat_sent');
  }
}
