import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Conversions. No unique index keeps a second one of a customer away while one runs, since a merge may bring two of them
 * together; the lock on the customer does.
 */
export class Convert1763700000080 implements MigrationInterface {
  name = 'Convert1763700000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversion (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer,
        told_customer_id uuid NOT NULL,
        state text COLLATE "C" NOT NULL,
        reason text COLLATE "C" NOT NULL,
        status text COLLATE "C" NOT NULL,
        previous_status text COLLATE "C" NOT NULL,
        contact_id uuid,
        opportunity_id uuid,
        person_id uuid NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL,
        CONSTRAINT conversion_ended CHECK ((state = 'done') = (opportunity_id IS NOT NULL))
      );
      CREATE INDEX conversion_customer ON conversion (customer_id, state);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE conversion');
  }
}
