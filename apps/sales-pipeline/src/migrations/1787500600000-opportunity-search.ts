import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Opportunities are found by any two signs in a row of name and number, as products are. */
export class OpportunitySearch1787500600000 implements MigrationInterface {
  name = 'OpportunitySearch1787500600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE opportunity_search (
        id uuid PRIMARY KEY REFERENCES opportunity ON DELETE CASCADE,
        pairs text[] NOT NULL
      );
      CREATE FUNCTION opportunity_searched() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO opportunity_search VALUES (NEW.id, text_pairs(concat_ws(E'\\n', NEW.name, NEW.number)))
          ON CONFLICT (id) DO UPDATE SET pairs = excluded.pairs;
          RETURN NULL;
        END
      $$;
      CREATE TRIGGER opportunity_searched AFTER INSERT OR UPDATE OF name, number ON opportunity
        FOR EACH ROW EXECUTE FUNCTION opportunity_searched();
    `);
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO opportunity_search SELECT id, text_pairs(concat_ws(E'\\n', name, number)) FROM opportunity;
      CREATE INDEX opportunity_search_pairs ON opportunity_search USING gin (pairs) WITH (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER opportunity_searched ON opportunity;
      DROP TABLE opportunity_search;
      DROP FUNCTION opportunity_searched;
    `);
  }
}
