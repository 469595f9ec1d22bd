/**
 * Loaded before a service that is to be sabotaged (node --import): every statement goes to the database as the rules in
 * KONTOR_PROVE_REWRITE have it, a JSON list of regular expression and what takes its place. So a lock, or a condition, is
 * taken away without touching the service.
 */
import pg from 'pg';

/** What the driver sends before the values of a statement. */
interface Parsed {
  text: string;
}

interface Connection {
  parse: (this: Connection, query: Parsed) => void;
}

const rules = (JSON.parse(process.env.KONTOR_PROVE_REWRITE ?? '[]') as [string, string][]).map(
  ([pattern, instead]) => [new RegExp(pattern), instead] as const,
);
const connection = (pg as unknown as { Connection: { prototype: Connection } }).Connection.prototype;
const { parse } = connection;

connection.parse = function (query) {
  const text = rules.reduce((sent, [pattern, instead]) => sent.replace(pattern, instead), query.text);
  parse.call(this, { ...query, text });
};
