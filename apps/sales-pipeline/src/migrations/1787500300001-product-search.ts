import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Products are found by any two signs in a row of name, number and SKU, so that an index serves a search in every script:
 * two Chinese signs are a word. Width and case do not count. The pairs stand in a table without wall, because search in
 * lists of words behind one uses no index; it gives ids only, and the rows come through theirs.
 */
export class ProductSearch1787500300001 implements MigrationInterface {
  name = 'ProductSearch1787500300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION folded_text(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT lower(normalize($1, NFKC) COLLATE "pg_c_utf8")
      $$;
      CREATE FUNCTION text_pairs(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT substr(folded, at, 2)), '{}')
        FROM (SELECT folded_text($1) AS folded) text, generate_series(1, length(folded) - 1) at
      $$;

      CREATE TABLE product_search (
        id uuid PRIMARY KEY REFERENCES product ON DELETE CASCADE,
        pairs text[] NOT NULL
      );
      CREATE FUNCTION product_searched() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO product_search VALUES (NEW.id, text_pairs(concat_ws(E'\\n', NEW.name, NEW.number, NEW.sku)))
          ON CONFLICT (id) DO UPDATE SET pairs = excluded.pairs;
          RETURN NULL;
        END
      $$;
      CREATE TRIGGER product_searched AFTER INSERT OR UPDATE OF name, number, sku ON product
        FOR EACH ROW EXECUTE FUNCTION product_searched();
    `);
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    await runner.query(`
      INSERT INTO product_search
      SELECT id, text_pairs(concat_ws(E'\\n', name, number, sku)) FROM product;
      CREATE INDEX product_search_pairs ON product_search USING gin (pairs) WITH (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER product_searched ON product;
      DROP TABLE product_search;
      DROP FUNCTION product_searched, text_pairs, folded_text;
    `);
  }
}
