import type { MigrationInterface, QueryRunner } from 'typeorm';
import { simplifiedOf } from '../duplicate/rules/simplified.js';

/**
 * Search takes traditional characters for simplified ones, and how far keys and documents of before are made anew.
 *
 * The signs are looked up in an object that the plan holds, by a binary search each: `translate` would go through all
 * 3,500 for each sign. Text without Chinese is not taken apart.
 */
export class Simplified1787500200001 implements MigrationInterface {
  name = 'Simplified1787500200001';

  async up(runner: QueryRunner): Promise<void> {
    const signs = JSON.stringify(Object.fromEntries(simplifiedOf));
    await runner.query(`
      CREATE FUNCTION search_simplified(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
        BEGIN
          IF $1 !~ '[\\u2e80-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]' THEN RETURN $1; END IF;
          RETURN (SELECT string_agg(coalesce('${signs}'::jsonb ->> sign, sign), '' ORDER BY at)
            FROM string_to_table($1, NULL) WITH ORDINALITY AS one (sign, at));
        END
      $$;
      ALTER FUNCTION search_fold(text) RENAME TO search_fold_letters;
      CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT search_simplified(search_fold_letters($1))
      $$;
      CREATE TABLE remake (
        id integer PRIMARY KEY CHECK (id = 1),
        version integer NOT NULL,
        after_id uuid,
        done boolean NOT NULL
      );
      INSERT INTO remake VALUES (1, 1, NULL, true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE remake;
      DROP FUNCTION search_fold(text);
      ALTER FUNCTION search_fold_letters(text) RENAME TO search_fold;
      DROP FUNCTION search_simplified;
    `);
  }
}
