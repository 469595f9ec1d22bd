import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sales pipeline tells of opportunities: what each customer may be worth. Walls come from the entity. */
export class OpenDeal1787500300002 implements MigrationInterface {
  name = 'OpenDeal1787500300002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE open_deal (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
        amount numeric,
        currency text COLLATE "C" NOT NULL,
        open boolean NOT NULL,
        deal_version integer NOT NULL
      );
      CREATE INDEX open_deal_customer ON open_deal (customer_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE open_deal');
  }
}
