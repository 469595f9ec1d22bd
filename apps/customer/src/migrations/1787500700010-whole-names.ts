import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are found as a whole, too, however many others begin so; and Chinese is one word however it was spaced: 李 伟 is
 * 李伟. Documents of before are made anew in the background (`keysVersion`).
 */
export class WholeNames1787500700010 implements MigrationInterface {
  name = 'WholeNames1787500700010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(folding);
    await runner.query(
      nameTokens(`ARRAY[field || '^' || left(folded, 2), field || '=' || search_whole(folded)]`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(nameTokens(`ARRAY[field || '^' || left(folded, 2)]`));
    await runner.query(`
      CREATE OR REPLACE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT search_simplified(search_fold_letters($1))
      $$;
      DROP FUNCTION search_words, search_whole;
    `);
  }
}

const sign = '[\\u2e80-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff]';

/** `search_words` leaves the words of Chinese apart, as they were typed; `search_whole` is a name as one token. */
const folding = `
  CREATE FUNCTION search_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT search_simplified(search_fold_letters($1))
  $$;
  CREATE OR REPLACE FUNCTION search_fold(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE words text := search_words($1);
    BEGIN
      IF words !~ '${sign} ${sign}' THEN RETURN words; END IF;
      RETURN regexp_replace(words, '(?<=${sign}) (?=${sign})', '', 'g');
    END
  $$;
  CREATE FUNCTION search_whole(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN length(folded) > 60 THEN md5(folded) ELSE folded END
  $$;
`;

const nameTokens = (first: string) => `
  CREATE OR REPLACE FUNCTION search_name_tokens(field text, folded text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      word text; size integer; part text; found text[] := ${first};
    BEGIN
      FOREACH word IN ARRAY string_to_array(folded, ' ') LOOP
        size := length(word);
        IF ascii(word) < 11904 THEN found := found || (field || '_' || left(word, 2)); END IF;
        FOR at IN 1 .. size - 1 LOOP
          part := substr(word, at, 3);
          IF ascii(part) >= 11904 THEN found := found || (field || left(part, 2));
          ELSIF at < size - 1 THEN found := found || (field || part);
          END IF;
        END LOOP;
      END LOOP;
      RETURN found;
    END
  $$;
`;
