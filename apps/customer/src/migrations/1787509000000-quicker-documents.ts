import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Search documents say the same as before, by queries that Postgres takes into the statement that writes them: functions
 * of PL/pgSQL were set up anew in each transaction, which took more time than what they did. Text of ASCII alone is
 * folded without the table of letters that look alike, which was gone through for each of its letters.
 */
export class QuickerDocuments1787509000000 implements MigrationInterface {
  name = 'QuickerDocuments1787509000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP FUNCTION search_of_customer, search_of_contact, search_name_tokens, search_phone_tokens, search_mail_tokens',
    );
    for (const text of [folding, digits, tokensOfName, tokensOfReach, documents]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION search_of_customer, search_of_contact, search_tokens_of_whole, search_tokens_of_words,
        search_tokens_of_phones, search_tokens_of_mails;
      DROP FUNCTION search_fold(text);
      ALTER FUNCTION search_fold_any RENAME TO search_fold;
    `);
    for (const text of [digitsByLoop, tokensByLoop, documentsByLoop]) await runner.query(text);
  }
}

/** Not strict, as a strict function with a CASE is not taken into the statement; NULL gives NULL all the same. */
const folding = `
  ALTER FUNCTION search_fold(text) RENAME TO search_fold_any;
  CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length($1) = length($1)
      THEN btrim(regexp_replace(replace(lower($1), '''', ''), '[^a-z0-9]+', ' ', 'g'))
      ELSE search_fold_any($1) END
  $$;
`;

const digits = `
  CREATE OR REPLACE FUNCTION search_phone_digits(phones jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(search_digits(value ->> 'number'), ' '), '') FROM jsonb_array_elements(phones)
  $$;
  CREATE OR REPLACE FUNCTION search_whole(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(folded) > 60 THEN md5(folded) ELSE folded END
  $$;
`;

/**
 * Tokens, each behind the letter of its field: ^ab begins the name, = is all of it; of each word _ab begins it, if it is no
 * Chinese, and $ba ends it, from the last letter backwards; of Chinese and its like every two signs, of letters and digits
 * every three. NULL where a place of the name has none: whoever asks removes these once for all fields.
 */
const tokensOfName = `
  CREATE FUNCTION search_tokens_of_whole(field text, folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY[field || '^' || left(folded, 2), field || '=' || search_whole(folded)]
  $$;
  CREATE FUNCTION search_tokens_of_words(field text, folded text) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 30 AS $$
    SELECT unnest(ARRAY[field || '$' || reverse(right(word, 2)),
        CASE WHEN ascii(word) < 11904 THEN field || '_' || left(word, 2) END])
      FROM (SELECT unnest(string_to_array(folded, ' ')) AS word) one
    UNION ALL
    SELECT CASE
        WHEN ascii(part) >= 11904 THEN CASE WHEN substr(part, 2, 1) <> ' ' THEN field || left(part, 2) END
        WHEN length(part) = 3 AND part NOT LIKE '% %' THEN field || part END
      FROM (SELECT substr(folded, generate_series(1, length(folded) - 1), 3) AS part) three
  $$;
`;

/** Of a phone every four digits, and =whole; of a mail address the whole, the domain, and what follows the first sign between words. */
const tokensOfReach = `
  CREATE FUNCTION search_tokens_of_phones(field text, phones jsonb) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10 AS $$
    SELECT field || CASE at WHEN 0 THEN '=' || digits ELSE substr(digits, at, 4) END
      FROM (SELECT digits, generate_series(0, greatest(length(digits) - 3, 0)) AS at
        FROM (SELECT search_digits(value ->> 'number') AS digits FROM jsonb_array_elements(phones) OFFSET 0) one) part
  $$;
  CREATE FUNCTION search_tokens_of_mails(field text, mails jsonb) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 3 AS $$
    SELECT field || unnest(ARRAY[mail, split_part(mail, '@', 2), regexp_replace(mail, '^[^@]*?[._+-](?=[^@]*@)', '')])
      FROM (SELECT lower(value COLLATE "pg_c_utf8") AS mail FROM jsonb_array_elements_text(mails) OFFSET 0) one
  $$;
`;

/** `n~` has a name with marks that stand by themselves: with the letter before them they may fold to another one. */
const documents = `
  CREATE FUNCTION search_of_customer(c customer) RETURNS SETOF search_document LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT c.id, c.id, 'customer'::text, c.guardian_id, folded, search_phone_digits(c.phones),
      array_to_tsvector(array_remove(search_tokens_of_whole('n', folded) || ARRAY[
        'c' || lower(c.number), 'c' || ltrim(split_part(c.number, '-', 3), '0'),
        CASE WHEN c.name ~ '[\\u0300-\\u036f]' THEN 'n~' END,
        CASE WHEN c.tax_number <> '' THEN 't' || lower(c.tax_number) END,
        CASE WHEN c.external_id <> '' THEN 'x' || lower(c.external_id) END] || ARRAY(
          SELECT token FROM search_tokens_of_words('n', folded) token
          UNION ALL SELECT token FROM search_tokens_of_phones('p', c.phones) token
          UNION ALL SELECT token FROM search_tokens_of_mails('e', c.emails) token), NULL))
    FROM (SELECT search_fold(c.name) AS folded OFFSET 0) name
  $$;
  CREATE FUNCTION search_of_contact(k contact, guardian uuid) RETURNS SETOF search_document LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT k.id, k.customer_id, 'contact'::text, guardian, folded, search_phone_digits(k.phones),
      array_to_tsvector(array_remove(search_tokens_of_whole('N', folded) || ARRAY(
        SELECT token FROM search_tokens_of_words('N', folded) token
        UNION ALL SELECT token FROM search_tokens_of_phones('P', k.phones) token
        UNION ALL SELECT token FROM search_tokens_of_mails('E', k.emails) token), NULL))
    FROM (SELECT search_fold(k.name) AS folded OFFSET 0) name
  $$;
`;

const digitsByLoop = `
  CREATE OR REPLACE FUNCTION search_whole(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN length(folded) > 60 THEN md5(folded) ELSE folded END
  $$;
  CREATE OR REPLACE FUNCTION search_phone_digits(phones jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE found text := '';
    BEGIN
      FOR at IN 0 .. jsonb_array_length(phones) - 1 LOOP
        found := found || CASE WHEN at > 0 THEN ' ' ELSE '' END || search_digits(phones -> at ->> 'number');
      END LOOP;
      RETURN found;
    END
  $$;
`;

const tokensByLoop = `
  CREATE FUNCTION search_name_tokens(field text, folded text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      word text; size integer; part text;
      found text[] := ARRAY[field || '^' || left(folded, 2), field || '=' || search_whole(folded)];
    BEGIN
      FOREACH word IN ARRAY string_to_array(folded, ' ') LOOP
        size := length(word);
        found := found || (field || '$' || reverse(right(word, 2)));
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
  CREATE FUNCTION search_phone_tokens(field text, phones jsonb) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE digits text; found text[] := '{}';
    BEGIN
      FOR phone IN 0 .. jsonb_array_length(phones) - 1 LOOP
        digits := search_digits(phones -> phone ->> 'number');
        found := found || (field || '=' || digits);
        FOR at IN 1 .. length(digits) - 3 LOOP found := found || (field || substr(digits, at, 4)); END LOOP;
      END LOOP;
      RETURN found;
    END
  $$;
  CREATE FUNCTION search_mail_tokens(field text, mails jsonb) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE mail text; found text[] := '{}';
    BEGIN
      FOR at IN 0 .. jsonb_array_length(mails) - 1 LOOP
        mail := lower((mails ->> at) COLLATE "pg_c_utf8");
        found := found || (field || mail) || (field || split_part(mail, '@', 2))
          || (field || regexp_replace(mail, '^[^@]*?[._+-](?=[^@]*@)', ''));
      END LOOP;
      RETURN found;
    END
  $$;
`;

const documentsByLoop = `
  CREATE FUNCTION search_of_customer(c customer) RETURNS search_document LANGUAGE plpgsql STABLE AS $$
    DECLARE folded text := search_fold(c.name); found text[]; digits text := '';
    BEGIN
      found := search_name_tokens('n', folded)
        || ('c' || lower(c.number)) || ('c' || ltrim(split_part(c.number, '-', 3), '0'));
      IF c.name ~ '[\\u0300-\\u036f]' THEN found := found || 'n~'::text; END IF;
      IF c.phones <> '[]' THEN
        found := found || search_phone_tokens('p', c.phones);
        digits := search_phone_digits(c.phones);
      END IF;
      IF c.emails <> '[]' THEN found := found || search_mail_tokens('e', c.emails); END IF;
      IF c.tax_number <> '' THEN found := found || ('t' || lower(c.tax_number)); END IF;
      IF c.external_id <> '' THEN found := found || ('x' || lower(c.external_id)); END IF;
      RETURN ROW(c.id, c.id, 'customer'::text, c.guardian_id, folded, digits, array_to_tsvector(found));
    END
  $$;
  CREATE FUNCTION search_of_contact(k contact, guardian uuid) RETURNS search_document LANGUAGE plpgsql STABLE AS $$
    DECLARE folded text := search_fold(k.name);
    BEGIN
      RETURN ROW(k.id, k.customer_id, 'contact'::text, guardian, folded,
        coalesce((SELECT string_agg(search_digits(phone ->> 'number'), ' ') FROM jsonb_array_elements(k.phones) phone), ''),
        array_to_tsvector(search_name_tokens('N', folded) || search_phone_tokens('P', k.phones)
          || search_mail_tokens('E', k.emails)));
    END
  $$;
`;
