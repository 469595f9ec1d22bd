import { keysOf, wordColumn, wordLists, wordsOf } from './words.ts';

/** Names of the statuses by their place in the life of a customer; see `path` below. */
const statuses = ['prospect', 'interested', 'negotiating', 'cooperating', 'dormant', 'lost'];

/**
 * Makes the schema `bench`: the words, and `made`, one row for each customer that is to be, from which the statements of
 * fill-sql.ts make the rows of the service's tables, and sameness.ts the requests that make the same through the API.
 */
export const prepareSql = `
  DROP SCHEMA IF EXISTS bench CASCADE;
  CREATE SCHEMA bench;
  -- A UUIDv7 of a moment, the same each time that it is asked for.
  CREATE FUNCTION bench.id_of(kind integer, at timestamptz, i bigint) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
      || '8' || lpad(to_hex(i), 15, '0'))::uuid
  $$;
  -- Tax numbers whose checks are right: USCC (modulo 31) and INN of a company (modulo 11).
  CREATE FUNCTION bench.uscc(digits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT digits || substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - sum(substr(digits, n, 1)::int
      * ('{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28}'::int[])[n])::int % 31) % 31, 1)
    FROM generate_series(1, 17) n
  $$;
  CREATE FUNCTION bench.inn(digits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT digits || (sum(substr(digits, n, 1)::int * ('{2,4,10,3,5,9,4,6,8}'::int[])[n])::int % 11 % 10)
    FROM generate_series(1, 9) n
  $$;
  CREATE TABLE bench.words AS SELECT ${wordLists
    .flatMap((list) => [
      `${sqlArray(wordsOf(list))} AS ${wordColumn(list)}`,
      `${sqlArray(keysOf(list))} AS ${wordColumn(list)}_key`,
    ])
    .join(', ')};
  CREATE TABLE bench.owner (place integer PRIMARY KEY, id uuid NOT NULL);
  CREATE UNLOGGED TABLE bench.made (
    i integer, id uuid, number text, script text, person boolean, name text, name_key text, domain text, phone_raw text,
    phone text, mail text, tax_number text, country text, city text, street text, note text, segment text, channel text,
    status_place integer, external_id text, owner_id uuid, at timestamptz(3), last timestamptz(3), talks integer,
    contacts integer, next_contact timestamp, end_status text, idle_days integer
  );
`;

const pick = (list: Parameters<typeof wordColumn>[0], place: string, key = false): string =>
  `w.${wordColumn(list)}${key ? '_key' : ''}[1 + (${place})::int % ${wordsOf(list).length}]`;

const companyOf: Record<string, { name: string; key: string }> = {
  zh: {
    name: `${pick('zhCity', 'p')} || ${pick('zhSign', 'p / 24')} || ${pick('zhSign', 'p / 960')} || ${pick('zhTrade', 'p / 38400')} || '有限公司'`,
    key: `${pick('zhCity', 'p', true)} || ${pick('zhSign', 'p / 24', true)} || ${pick('zhSign', 'p / 960', true)} || ${pick('zhTrade', 'p / 38400', true)}`,
  },
  ru: {
    name: `(ARRAY['ООО', 'АО', 'ПАО'])[1 + j % 3] || ' «' || ${pick('ruWhat', 'p')} || ' ' || ${pick('ruThing', 'p / 40')} || ' ' || ${pick('ruSyllable', 'p / 2400')} || ${pick('ruEnding', 'p / 48000')} || '»'`,
    key: `${pick('ruWhat', 'p', true)} || ${pick('ruThing', 'p / 40', true)} || ${pick('ruSyllable', 'p / 2400', true)} || ${pick('ruEnding', 'p / 48000', true)}`,
  },
  en: {
    name: `${pick('enWhat', 'p')} || ' ' || ${pick('enSyllable', 'p / 40')} || ${pick('enEnding', 'p / 800')} || ' ' || ${pick('enTrade', 'p / 16000')} || (ARRAY[' Ltd', ' GmbH', ' Inc.'])[1 + j % 3]`,
    key: `${pick('enWhat', 'p', true)} || ${pick('enSyllable', 'p / 40', true)} || ${pick('enEnding', 'p / 800', true)} || ${pick('enTrade', 'p / 16000', true)}`,
  },
};

/** A person's name of a script; `place` is any number. The key has the words in the order of their letters. */
export function personSql(script: string, place: string): { name: string; key: string } {
  if (script === 'zh') {
    const of = (key: boolean): string =>
      `${pick('zhFamily', place, key)} || ${pick('zhGiven', `${place} / 40`, key)} || ${pick('zhGiven', `${place} / 1600`, key)}`;
    return { name: of(false), key: of(true) };
  }
  const [family, given] =
    script === 'ru' ? (['ruFamily', 'ruGiven'] as const) : (['enFamily', 'enGiven'] as const);
  const words = [pick(family, place, true), pick(given, `${place} / 40`, true)].map(
    (word) => `(${word}) COLLATE "C"`,
  );
  return {
    name: `${pick(given, `${place} / 40`)} || ' ' || ${pick(family, place)}`,
    key: `least(${words.join(', ')}) || ' ' || greatest(${words.join(', ')})`,
  };
}

/** CASE over the scripts. */
export const byScript = (column: string, of: (script: string) => string): string =>
  `CASE ${column} WHEN 'zh' THEN ${of('zh')} WHEN 'ru' THEN ${of('ru')} ELSE ${of('en')} END`;

const taxOf: Record<string, string> = {
  zh: `bench.uscc('91110108' || lpad(i::text, 9, '0'))`,
  ru: `bench.inn('77' || lpad(i::text, 7, '0'))`,
  en: `'DE' || 100000000 + i`,
};
const countryOf: Record<string, string> = { zh: 'CN', ru: 'RU', en: 'DE' };
const streetOf: Record<string, string> = { zh: '人民路', ru: 'улица Ленина', en: 'Harbour Street' };
const noteOf: Record<string, string> = {
  zh: '展会上认识的客户，对新产品线感兴趣，每季度采购一次。',
  ru: 'Познакомились на выставке; закупают раз в квартал, решение за директором.',
  en: 'Met at the trade fair; buys once a quarter, the managing director decides.',
};

/** What a name is made of goes through all that there are before it comes again: 7919 shares no factor with them. */
const namesInAll: Record<string, number> = { zh: 768_000, ru: 960_000, en: 640_000 };

/**
 * Fills `made`. $1 to $2: numbers of the customers; $3, $4: the places of the owners who have them in turn; $5: the moment
 * before which all took place. Customers came to us over five years; ten talks each, in the mean, from 5 to 15.
 *
 * Who is silent for how long (`idle_days`, 0 to 99) is the same in every hundred prospects, so that a strategy of 99 days
 * takes one in a hundred.
 */
export const madeSql = `
  INSERT INTO bench.made
  SELECT i, bench.id_of(0, at, i), 'C-' || extract(year FROM at) || '-' || (900000000 + i), script, person,
    CASE WHEN person THEN ${byScript('script', (one) => personSql(one, 'i * 31').name)}
      ELSE ${byScript('script', (one) => companyOf[one]?.name ?? '')} END,
    -- Umlauts as the service takes them in keys of names.
    regexp_replace(CASE WHEN person THEN ${byScript('script', (one) => personSql(one, 'i * 31').key)}
      ELSE ${byScript('script', (one) => companyOf[one]?.key ?? '')} END, '(?<=[aou])e+', '', 'g'),
    CASE WHEN NOT person THEN 'firm' || i || '.example' END,
    ${byScript('script', (one) => phoneSql(one, 'i', '0').raw)}, ${byScript('script', (one) => phoneSql(one, 'i', '0').number)},
    CASE WHEN person THEN 'mail.' || i || '@gmail.com' ELSE 'office@firm' || i || '.example' END,
    CASE WHEN person THEN '' ELSE ${byScript('script', (one) => taxOf[one] ?? "''")} END,
    ${byScript('script', (one) => `'${countryOf[one] ?? ''}'`)},
    ${byScript('script', (one) => pick(`${one}City` as 'zhCity', 'j * 7'))},
    ${byScript('script', (one) => `'${streetOf[one] ?? ''} ' || i % 200`)},
    ${byScript('script', (one) => `'${noteOf[one] ?? ''}'`)},
    CASE WHEN i % 20 = 7 THEN 'A' WHEN i % 5 = 1 THEN 'B' ELSE 'C' END,
    (ARRAY['website', 'phone', 'event', 'referral', 'advertising', 'partner'])[1 + i % 6],
    path, CASE WHEN i % 10 = 3 THEN 'erp-' || i ELSE '' END, owner.id, at,
    greatest(at + interval '1 hour', $5::timestamptz - interval '1 day' * (CASE WHEN path < 3 THEN idle ELSE idle * 4 END)
      - interval '1 minute' * (i % 1000)),
    5 + i * 7 % 11, CASE WHEN person THEN 0 ELSE 1 + i / 9 % 2 END,
    CASE WHEN path < 5 AND i % 5 <> 2
      THEN date_trunc('day', $5::timestamptz AT TIME ZONE 'UTC') + interval '1 day' * (i * 53 % 60 - 20) + interval '9 hours' END,
    (ARRAY['${statuses.join("', '")}'])[1 + path], idle
  FROM bench.words w, generate_series($1::int, $2::int) i,
    LATERAL (SELECT (ARRAY['zh', 'ru', 'en'])[1 + i % 3] AS script, i / 3 % 3 = 0 AS person, i / 3 AS j,
      date_trunc('second', $5::timestamptz) - interval '1 day'
        - interval '1825 days' * (($2::int - i)::float8 / greatest(1, $2::int - $1::int)) AS at,
      i / 7 * 37 % 100 AS idle,
      CASE WHEN i * 61 % 100 < 12 THEN 0 WHEN i * 61 % 100 < 22 THEN 1 WHEN i * 61 % 100 < 30 THEN 2
        WHEN i * 61 % 100 < 70 THEN 3 WHEN i * 61 % 100 < 90 THEN 4 ELSE 5 END AS path) basis,
    LATERAL (SELECT (j::bigint * 7919 % ${byScript('script', (one) => String(namesInAll[one]))})::int AS p) name_place,
    LATERAL (SELECT o.id FROM bench.owner o WHERE o.place = $3::int + i % ($4::int - $3::int)) owner
`;

/** A phone number of a country, raw and E.164; `line` tells numbers of one record from those of others. */
export function phoneSql(script: string, i: string, line: string): { raw: string; number: string } {
  const eight = `lpad((${i})::text, 8, '0')`;
  if (script === 'zh') {
    return {
      raw: `'+86 13' || 5 + ${line} || ' ' || left(${eight}, 4) || ' ' || right(${eight}, 4)`,
      number: `'+8613' || 5 + ${line} || ${eight}`,
    };
  }
  if (script === 'ru') {
    return {
      raw: `'+7 (9' || 1 + ${line} || left(${eight}, 1) || ') ' || substr(${eight}, 2, 3) || '-' || right(${eight}, 4)`,
      number: `'+79' || 1 + ${line} || ${eight}`,
    };
  }
  return { raw: `'+49 3' || 1 + ${line} || ' ' || ${eight}`, number: `'+493' || 1 + ${line} || ${eight}` };
}

function sqlArray(list: readonly string[]): string {
  return `ARRAY[${list.map((word) => `'${word}'`).join(', ')}]`;
}
