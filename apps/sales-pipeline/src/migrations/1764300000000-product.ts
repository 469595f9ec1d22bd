import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Products and their formulas. Names sort by code point (COLLATE "C"), the same in every database. Numbers are of the
 * type numeric, which is exact and keeps the digits as they were written.
 */
export class Product1764300000000 implements MigrationInterface {
  name = 'Product1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE product_number INCREMENT 20;
      CREATE TABLE product (
        id uuid PRIMARY KEY,
        number text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        sku text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        unit text COLLATE "C" NOT NULL,
        specification text NOT NULL,
        size text NOT NULL,
        weight numeric CHECK (weight >= 0),
        price numeric CHECK (price >= 0),
        currency text COLLATE "C" NOT NULL,
        standard_cost numeric CHECK (standard_cost >= 0),
        margin numeric,
        margin_percent numeric,
        status text COLLATE "C" NOT NULL,
        note text NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL,
        CONSTRAINT product_margin CHECK (margin IS NOT DISTINCT FROM price - standard_cost),
        CONSTRAINT product_margin_percent CHECK (
          (margin_percent IS NULL) = (margin IS NULL OR price = 0)
          AND (margin_percent IS NULL OR abs(margin_percent * price - margin * 100) * 200 <= price)
        )
      );
      CREATE UNIQUE INDEX product_number_unique ON product (number);
      CREATE UNIQUE INDEX product_sku ON product (lower(normalize(sku, NFKC) COLLATE "pg_c_utf8")) WHERE sku <> '';
      CREATE INDEX product_create_time ON product (create_time, id);
      CREATE INDEX product_name ON product (name, id);

      CREATE TABLE product_formula (
        id uuid PRIMARY KEY REFERENCES product,
        ingredients jsonb NOT NULL,
        process text NOT NULL,
        author_id uuid NOT NULL,
        version integer NOT NULL,
        update_time timestamptz(3) NOT NULL
      );

      CREATE TABLE product_formula_version (
        id uuid PRIMARY KEY,
        product_id uuid NOT NULL REFERENCES product,
        number integer NOT NULL,
        ingredients jsonb NOT NULL,
        process text NOT NULL,
        author_id uuid NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX product_formula_version_number ON product_formula_version (product_id, number);
    `);
    await runner.query(callerHolds);
    for (const table of ['product_formula', 'product_formula_version']) {
      for (const statement of secret(table)) await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE product_formula_version, product_formula, product; DROP SEQUENCE product_number; DROP FUNCTION caller_holds',
    );
  }
}

/**
 * Whether the person of the transaction, or somebody whom the person stands in for, has a permission that Kontor ships
 * no role with: by the copies of people and roles, not by what the application believes. Nobody is administrator in
 * the place of another.
 */
const callerHolds = `
  CREATE FUNCTION caller_holds(permission text) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH role AS (
      SELECT acting AS person_id, role.id, copy.rights
      FROM acting_for('product') acting
      JOIN person_copy p ON p.id = acting
      CROSS JOIN jsonb_array_elements_text(p.roles) AS role (id)
      LEFT JOIN role_copy copy ON copy.id = role.id AND NOT copy.deleted
    )
    SELECT coalesce(bool_or(allowed), false) FROM (
      SELECT bool_or(id = 'administrator' AND person_id = nullif(current_setting('kontor.person', true), '')::uuid) OR (
        coalesce(bool_or(rights -> 'permissions' ? permission), false)
        AND NOT coalesce(bool_or(rights -> 'deniedPermissions' ? permission), false)) AS allowed
      FROM role GROUP BY person_id) person
  $$`;

/** A second wall beside that of every table: only who holds the permission sees or changes a row. */
function secret(table: string): string[] {
  const service = `(SELECT current_setting('kontor.reach', true)) = 'service'`;
  const holds = (verb: string) => `(SELECT caller_holds('product.formula.${verb}'))`;
  return [
    `CREATE POLICY secret ON ${table} AS RESTRICTIVE FOR SELECT USING (${service} OR ${holds('read')} OR ${holds('write')})`,
    ...['INSERT', 'UPDATE', 'DELETE'].map((change) => {
      const clause = change === 'INSERT' ? 'WITH CHECK' : 'USING';
      return `CREATE POLICY secret_${change.toLowerCase()} ON ${table} AS RESTRICTIVE FOR ${change} ${clause} (${service} OR ${holds('write')})`;
    }),
  ];
}
