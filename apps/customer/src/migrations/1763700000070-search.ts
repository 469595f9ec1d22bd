import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What customers and contacts are found by. One row a record, kept by triggers of the tables themselves, so that no
 * writer can forget it, and in the same statement, so that a record is found as soon as it is there.
 *
 * The table has no wall: operators of text search are not leakproof, so that behind a wall no index would serve them.
 * Nothing leaves it but ids, by `search_candidates`, and those are joined with the walled tables.
 */
export class Search1763700000070 implements MigrationInterface {
  name = 'Search1763700000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT set_config('kontor.reach', 'service', true)`);
    for (const text of [folding, tokens, documents, triggers, candidates]) await runner.query(text);
    await runner.query(`
      INSERT INTO search_document SELECT f.* FROM customer c CROSS JOIN LATERAL search_of_customer(c) f;
      INSERT INTO search_document SELECT f.* FROM contact k JOIN customer c ON c.id = k.customer_id
        CROSS JOIN LATERAL search_of_contact(k, c.guardian_id) f;
      CREATE INDEX search_document_tokens ON search_document USING gin (tokens) WITH (gin_pending_list_limit = 128);
      CREATE INDEX search_document_customer ON search_document (customer_id);
      CREATE INDEX search_document_guardian ON search_document (guardian_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER search_customer_insert ON customer;
      DROP TRIGGER search_customer_update ON customer;
      DROP TRIGGER search_customer_delete ON customer;
      DROP TRIGGER search_contact_insert ON contact;
      DROP TRIGGER search_contact_update ON contact;
      DROP TRIGGER search_contact_delete ON contact;
      DROP FUNCTION search_candidates, search_few, search_sample, search_indexed, search_condition, search_customers_new, search_customer_changed, search_contacts_new,
        search_contact_changed, search_gone, search_of_customer, search_of_contact;
      DROP TABLE search_document;
      DROP FUNCTION search_mail_tokens, search_phone_tokens, search_name_tokens, search_digits, search_fold;
    `);
  }
}

/** Letter → those that look like it or that people type for it. */
const alike: Readonly<Record<string, string>> = {
  a: 'аàáâãäåāăą',
  b: 'в',
  c: 'сçćĉċč',
  d: 'ďđ',
  e: 'еёèéêëēĕėęě',
  g: 'ĝğġģ',
  h: 'нĥħ',
  i: 'іìíîïĩīĭįı',
  j: 'јĵ',
  k: 'кķ',
  l: 'ĺļľŀł',
  m: 'м',
  n: 'ñńņňŋ',
  o: 'оòóôõöøōŏő',
  p: 'р',
  r: 'ŕŗř',
  s: 'ѕśŝşš',
  t: 'тţťŧ',
  u: 'ùúûüũūŭůűų',
  x: 'х',
  y: 'уýÿŷ',
  z: 'źżž',
};
const from = Object.values(alike).join('');
const to = Object.entries(alike)
  .map(([letter, others]) => letter.repeat(others.length))
  .join('');

/**
 * Text as the eye takes it: width, case, accents and punctuation do not count, ё is е, and Cyrillic letters that look
 * like Latin ones are those. Words are separated by one blank; an apostrophe belongs to its word.
 */
const folding = `
  CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(translate(lower(normalize($1, NFKC) COLLATE "pg_c_utf8"), '${from}''’', '${to}'),
      '[^[:alnum:]]+', ' ', 'g'))
  $$;
  CREATE FUNCTION search_digits(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace($1, '[^0-9]', '', 'g')
  $$;
`;

/**
 * Tokens, each behind the letter of its field. Of a name: of Chinese and its like every two signs, of letters and
 * digits every three, _ab for the beginning of a word, ^ab for the beginning of the name. Of a phone: every four
 * digits, and =whole. Of an e-mail address: the whole, the domain, and what follows the first sign between words.
 */
const tokens = `
  CREATE FUNCTION search_name_tokens(field text, folded text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      word text; size integer; part text; found text[] := ARRAY[field || '^' || left(folded, 2)];
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
  CREATE FUNCTION search_phone_tokens(field text, phones jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(field || token), '{}') FROM (
      SELECT search_digits(phone ->> 'number') AS digits FROM jsonb_array_elements(phones) phone) number,
      LATERAL (SELECT '=' || digits AS token
        UNION ALL SELECT substr(digits, at, 4) FROM generate_series(1, length(digits) - 3) at) part
  $$;
  CREATE FUNCTION search_mail_tokens(field text, mails jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(field || token), '{}') FROM (
      SELECT lower(mail COLLATE "pg_c_utf8") AS mail FROM jsonb_array_elements_text(mails) mail) address,
      LATERAL (VALUES (mail), (split_part(mail, '@', 2)), (regexp_replace(mail, '^[^@]*?[._+-](?=[^@]*@)', ''))) part (token)
  $$;
`;

/**
 * `guardian_id` is among whose records it counts (see customer.guardian_id). `folded` is the name, `digits` are the
 * phones, for the second look at what tokens found.
 */
const documents = `
  CREATE TABLE search_document (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    guardian_id uuid NOT NULL,
    folded text COLLATE "C" NOT NULL,
    digits text COLLATE "C" NOT NULL,
    tokens tsvector NOT NULL
  );

  CREATE FUNCTION search_of_customer(c customer) RETURNS search_document LANGUAGE plpgsql STABLE AS $$
    DECLARE folded text := search_fold(c.name); found text[];
    BEGIN
      found := search_name_tokens('n', folded)
        || ('c' || lower(c.number)) || ('c' || ltrim(split_part(c.number, '-', 3), '0'));
      IF c.phones <> '[]' THEN found := found || search_phone_tokens('p', c.phones); END IF;
      IF c.emails <> '[]' THEN found := found || search_mail_tokens('e', c.emails); END IF;
      IF c.tax_number <> '' THEN found := found || ('t' || lower(c.tax_number)); END IF;
      IF c.external_id <> '' THEN found := found || ('x' || lower(c.external_id)); END IF;
      RETURN ROW(c.id, c.id, 'customer'::text, c.guardian_id, folded,
        CASE WHEN c.phones = '[]' THEN '' ELSE
          (SELECT string_agg(search_digits(phone ->> 'number'), ' ') FROM jsonb_array_elements(c.phones) phone) END,
        array_to_tsvector(found));
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

/** Statement by statement where rows are added, so that an import of 500 asks once. */
const triggers = `
  CREATE FUNCTION search_customers_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO search_document SELECT f.* FROM added c CROSS JOIN LATERAL search_of_customer(c) f;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER search_customer_insert AFTER INSERT ON customer REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_customers_new();

  CREATE FUNCTION search_customer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE search_document d SET guardian_id = f.guardian_id, folded = f.folded, digits = f.digits, tokens = f.tokens
        FROM search_of_customer(NEW) f WHERE d.id = NEW.id;
      IF NEW.guardian_id <> OLD.guardian_id THEN
        UPDATE search_document SET guardian_id = NEW.guardian_id WHERE customer_id = NEW.id AND kind = 'contact';
      END IF;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER search_customer_update AFTER UPDATE ON customer FOR EACH ROW
    WHEN ((OLD.name, OLD.number, OLD.phones, OLD.emails, OLD.tax_number, OLD.external_id, OLD.guardian_id) IS DISTINCT FROM
      (NEW.name, NEW.number, NEW.phones, NEW.emails, NEW.tax_number, NEW.external_id, NEW.guardian_id))
    EXECUTE FUNCTION search_customer_changed();

  CREATE FUNCTION search_contacts_new() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO search_document SELECT f.* FROM added k
        JOIN search_document d ON d.id = k.customer_id CROSS JOIN LATERAL search_of_contact(k, d.guardian_id) f;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER search_contact_insert AFTER INSERT ON contact REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION search_contacts_new();

  CREATE FUNCTION search_contact_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE search_document d SET customer_id = f.customer_id, guardian_id = f.guardian_id, folded = f.folded,
          digits = f.digits, tokens = f.tokens
        FROM search_document c CROSS JOIN LATERAL search_of_contact(NEW, c.guardian_id) f
        WHERE d.id = NEW.id AND c.id = NEW.customer_id;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER search_contact_update AFTER UPDATE ON contact FOR EACH ROW
    WHEN ((OLD.name, OLD.phones, OLD.emails, OLD.customer_id) IS DISTINCT FROM
      (NEW.name, NEW.phones, NEW.emails, NEW.customer_id))
    EXECUTE FUNCTION search_contact_changed();

  CREATE FUNCTION search_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM search_document WHERE id = OLD.id;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER search_customer_delete AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION search_gone();
  CREATE TRIGGER search_contact_delete AFTER DELETE ON contact FOR EACH ROW EXECUTE FUNCTION search_gone();
`;

/**
 * Ids of records that have the tokens, and in name or phones the patterns; at most `most`. `owners`: only theirs;
 * `within`: only these customers, which are shared with the caller. The text of the statement is made anew each time,
 * since a plan that suits every word suits none.
 *
 * A word that every third name has fills the page from any 5,000 rows, and a bitmap of half a million would only cost:
 * `sampled` looks try these first. Where the owners have `few` records, these are all there are.
 */
const candidates = `
  CREATE FUNCTION search_condition(names text[], numbers text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN names IS NULL THEN '' ELSE 'd.folded LIKE ALL ($2) AND ' END
      || CASE WHEN numbers IS NULL THEN '' ELSE 'd.digits LIKE $3 AND ' END || 'd.tokens @@ $1::tsquery'
  $$;

  CREATE FUNCTION search_sample(wanted text, names text[], numbers text, owners uuid[], most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document s'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE s.guardian_id = ANY ($4)' END
      || ' LIMIT 5000) d WHERE ' || search_condition(names, numbers) || ' LIMIT $5'
      USING wanted, names, numbers, owners, most;
  END $$;

  -- Exact looks find little: OFFSET 0 keeps Postgres from reading all records of the owners beside the tokens.
  CREATE FUNCTION search_indexed(wanted text, names text[], numbers text, sampled boolean, owners uuid[], within uuid[],
    most integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 SET enable_seqscan = off AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT d.id, d.customer_id FROM (SELECT * FROM search_document d WHERE '
      || search_condition(names, numbers)
      || CASE WHEN within IS NULL THEN '' ELSE ' AND d.customer_id = ANY ($5)' END
      || CASE WHEN sampled THEN '' ELSE ' OFFSET 0' END || ') d'
      || CASE WHEN owners IS NULL THEN '' ELSE ' WHERE d.guardian_id = ANY ($4)' END || ' LIMIT $6'
      USING wanted, names, numbers, owners, within, most;
  END $$;

  CREATE FUNCTION search_candidates(wanted text, names text[], numbers text, sampled boolean, owners uuid[], few boolean,
    within uuid[], most integer, enough integer)
  RETURNS TABLE (id uuid, customer_id uuid) LANGUAGE plpgsql STABLE ROWS 50 AS $$
  DECLARE found_some integer;
  BEGIN
    IF sampled AND within IS NULL THEN
      RETURN QUERY SELECT * FROM search_sample(wanted, names, numbers, owners, most);
      GET DIAGNOSTICS found_some = ROW_COUNT;
      IF few OR found_some >= enough THEN RETURN; END IF;
    END IF;
    RETURN QUERY SELECT * FROM search_indexed(wanted, names, numbers, sampled, owners, within, most);
  END $$;

  -- Whether the records of these people are so few that a sample has them all.
  CREATE FUNCTION search_few(owners uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT owners IS NOT NULL AND count(*) <= 5000
    FROM (SELECT 1 FROM search_document WHERE guardian_id = ANY (owners) LIMIT 5001) theirs
  $$;
`;
