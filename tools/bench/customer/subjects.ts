import type pg from 'pg';
import { as } from '../../servers/databases.ts';
import type { Searched, Subjects } from './questions.ts';

/** Records that are asked about; each is asked for again only after so many others. */
const many = 200;

/** Chooses what is asked about, among the salesperson's customers and among all. */
export function chooseSubjects(
  adminUrl: string,
  salespersonId: string,
  segmentId: string,
): Promise<Subjects> {
  return as(adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM customer WHERE owner_id = $1 ORDER BY md5(id::text) LIMIT $2',
      [salespersonId, many],
    );
    return {
      ids: rows.map(({ id }) => id),
      own: await searched(client, 'customer WHERE owner_id = $1', [salespersonId]),
      all: await searched(client, `customer TABLESAMPLE SYSTEM (${share})`, []),
      segmentId,
    };
  });
}

/** Per cent of all customers that are about 5,000. */
const share = `least(100, 500000 / (SELECT greatest(1, reltuples) FROM pg_class WHERE oid = 'customer'::regclass))`;

async function searched(client: pg.Client, from: string, params: unknown[]): Promise<Searched> {
  const { rows } = await client.query<{
    name: string;
    kind: string;
    number: string;
    phone: string;
    mail: string;
    tax: string;
  }>(
    `SELECT name, kind, number, phones -> 0 ->> 'number' AS phone, emails ->> 0 AS mail, tax_number AS tax FROM ${from}
     ORDER BY md5(id::text) LIMIT $${params.length + 1}`,
    [...params, many * 3],
  );
  const chinese = rows.filter(({ name }) => /^\p{Script=Han}/u.test(name));
  const companies = rows.filter(({ name, kind }) => kind === 'company' && !/\p{Script=Han}/u.test(name));
  return {
    signs: some(chinese.map(({ name }, i) => (i % 3 === 0 ? name.slice(0, 2) : name.slice(2, 4)))),
    words: some(companies.map(({ name }, i) => wordOf(name, i))),
    people: some(rows.filter(({ kind }) => kind === 'person').map(({ name }) => name)),
    numbers: some(rows.map(({ number }) => number)),
    phones: some(rows.map(({ phone }, i) => (i % 2 ? phone : phone.slice(-7)))),
    mails: some(rows.map(({ mail }) => mail)),
    taxNumbers: some(rows.map(({ tax }) => tax)),
  };
}

/** A word of a name as people type it: in small letters, often not to its end. */
function wordOf(name: string, i: number): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const word = words[i % words.length] ?? name;
  return i % 2 ? word : word.slice(0, 5);
}

const some = (texts: string[]): string[] =>
  [...new Set(texts.filter((text) => text.length > 1))].slice(0, many / 4);
