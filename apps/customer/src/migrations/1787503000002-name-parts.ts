import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists by a part of the name ask the search documents, for the reason of ADR 14. `search_names` gives the ids of those
 * that may have it, never too few: the list looks at the names themselves.
 *
 * So that two letters, and one sign, are found at the end of a word, too, documents have that end as a token. Documents of
 * before are made anew in the background (`keysVersion` 4), and are not asked until then.
 */
export class NameParts1787503000002 implements MigrationInterface {
  name = 'NameParts1787503000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(nameTokens(`|| (field || '$' || reverse(right(word, 2)))`));
    await runner.query(
      customerDocument(`IF c.name ~ '[\\u0300-\\u036f]' THEN found := found || 'n~'::text; END IF;`),
    );
    await runner.query(part);
    await runner.query(names);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION search_names, search_part');
    await runner.query(nameTokens(''));
    await runner.query(customerDocument(''));
  }
}

/** `$ba` is the end of a word, from its last letter backwards; where a word is one letter, that. */
const nameTokens = (end: string) => `
  CREATE OR REPLACE FUNCTION search_name_tokens(field text, folded text) RETURNS text[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      word text; size integer; part text;
      found text[] := ARRAY[field || '^' || left(folded, 2), field || '=' || search_whole(folded)];
    BEGIN
      FOREACH word IN ARRAY string_to_array(folded, ' ') LOOP
        size := length(word);
        found := found ${end};
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

/** `n~` has a name with marks that stand by themselves: with the letter before them they may fold to another one. */
const customerDocument = (marks: string) => `
  CREATE OR REPLACE FUNCTION search_of_customer(c customer) RETURNS search_document LANGUAGE plpgsql STABLE AS $$
    DECLARE folded text := search_fold(c.name); found text[]; digits text := '';
    BEGIN
      found := search_name_tokens('n', folded)
        || ('c' || lower(c.number)) || ('c' || ltrim(split_part(c.number, '-', 3), '0'));
      ${marks}
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
`;

/**
 * What the document of every name has that has a text in it, whatever the case, as the text of a tsquery; null where
 * nothing can be said. Only letters are asked for that fold one by one, whatever stands beside them: Latin, Cyrillic,
 * signs of Chinese. Longer runs of them by at most the first, the middle and the last token; one or two letters by what
 * begins or ends with them, and only where nothing better is there. The tokens have no sign that a tsquery would mind.
 */
const part = `
  CREATE FUNCTION search_part(needle text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      run text; letters text; size integer; one text; tokens text[]; exact text[] := '{}'; loose text[] := '{}';
    BEGIN
      FOR run IN SELECT (regexp_matches(lower(needle COLLATE "pg_c_utf8"),
        '[a-z0-9\\u00e0-\\u024f\\u0430-\\u052f\\u3400-\\u4dbf\\u4e00-\\u9fff]+', 'g'))[1] LOOP
        letters := search_fold(run);
        size := length(letters);
        tokens := '{}';
        CONTINUE WHEN size <> length(run);
        FOR at IN 1 .. size - 1 LOOP
          IF ascii(substr(letters, at)) >= 11904 THEN tokens := tokens || ('''n' || substr(letters, at, 2) || '''');
          ELSIF at < size - 1 THEN tokens := tokens || ('''n' || substr(letters, at, 3) || '''');
          END IF;
        END LOOP;
        size := cardinality(tokens);
        IF size > 0 THEN exact := exact || tokens[1] || tokens[size / 2 + 1] || tokens[size];
        ELSIF length(letters) = 2 THEN
          loose := loose || ('(''n' || letters || ''':* | ''n$' || reverse(letters) || ''')');
        ELSIF ascii(letters) >= 11904 THEN
          loose := loose || ('(''n' || letters || ''':* | ''n$' || letters || ''':*)');
        END IF;
      END LOOP;
      IF exact = '{}' THEN exact := loose[1:2]; END IF;
      IF exact = '{}' THEN RETURN NULL; END IF;
      RETURN '(' || (SELECT string_agg(DISTINCT token, ' & ') FROM unnest(exact[1:8]) token) || ') | ''n~''';
    END
  $$;
`;

/**
 * Ids of the customers whose names may have all of these texts, of these people's or of all; null where they are more than
 * `most`, or the texts say too little. Volatile, since it asks the planner.
 */
const names = `
  CREATE FUNCTION search_names(needles text[], owners uuid[], most integer) RETURNS uuid[] LANGUAGE plpgsql VOLATILE
  SET enable_seqscan = off AS $$
    DECLARE
      wanted text := (SELECT string_agg('(' || part || ')', ' & ')
        FROM unnest(needles) needle, LATERAL search_part(needle) part WHERE part IS NOT NULL);
      found uuid[];
      count integer;
    BEGIN
      IF wanted IS NULL OR search_expected(wanted) > most THEN RETURN NULL; END IF;
      EXECUTE 'SELECT array_agg(id) FILTER (WHERE $2 IS NULL OR guardian_id = ANY ($2)), count(*)
        FROM (SELECT d.id, d.guardian_id FROM search_document d WHERE d.tokens @@ $1::tsquery LIMIT $3 + 1) d'
        INTO found, count USING wanted, owners, most;
      IF count > most THEN RETURN NULL; END IF;
      RETURN coalesce(found, '{}');
    END
  $$;
`;
