import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the audit shipper goes by: the transaction of each audit row, filled by the database itself, and how far it is.
 * Rows from before have the migration's own transaction, and are shipped like all others.
 */
export class AuditShipping1700000000005 implements MigrationInterface {
  name = 'AuditShipping1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX audit_tx ON audit (tx, id);
      CREATE TABLE audit_shipping (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        shipped_tx xid8 NOT NULL DEFAULT '0',
        shipped_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        batch integer NOT NULL DEFAULT 0
      );
      INSERT INTO audit_shipping DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit_shipping;
      ALTER TABLE audit DROP COLUMN tx;
    `);
  }
}
