import { DataSource, type MigrationInterface } from 'typeorm';
import pg from 'pg';
import { PropertyNames } from './property-names.js';
import { guardOf, type EntityClass } from './guarded.js';

// Times travel as RFC 3339 text in UTC: the shape that messages have, with no Date in between.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => utcText(text));
// A day is a day wherever one stands: never a moment of some zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Postgres' `2026-11-21 09:00:00.5+00` as `2026-11-21T09:00:00.500Z`. The session's time zone is UTC. */
function utcText(text: string): string {
  if (!text.endsWith('+00')) return text;
  const fraction = text.slice(19, -3).padEnd(4, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction === '0000' ? '.000' : fraction}Z`;
}

export interface DatabaseSettings {
  /** postgres:// address with the role to work as. */
  url: string;
  /** Connections at most. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** How long one statement may take, in milliseconds; 0 is without limit, for migrations of large tables. */
  statementLimit?: number;
}

/**
 * A data source of one service. Statements are pipelined: a unit of work sends its statements without waiting
 * for each answer. Time limits hold for every session: a statement 5 s unless told otherwise, a lock 2 s, an idle transaction 10 s.
 */
export function createDataSource(
  settings: DatabaseSettings,
  entities: EntityClass<object>[],
  migrations: (new () => MigrationInterface)[] = [],
): DataSource {
  for (const entity of entities) guardOf(entity);
  return new DataSource({
    type: 'postgres',
    url: settings.url,
    poolSize: settings.poolSize ?? 10,
    applicationName: settings.applicationName,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new PropertyNames(),
    synchronize: false,
    installExtensions: false,
    extra: {
      pipeline: true,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 2_000,
      options: [
        `-c statement_timeout=${settings.statementLimit ?? 5_000}`,
        '-c lock_timeout=2000',
        '-c idle_in_transaction_session_timeout=10000',
        '-c TimeZone=UTC',
      ].join(' '),
    },
  });
}

/** The pool under a data source. */
export function poolOf(dataSource: DataSource): pg.Pool {
  return (dataSource.driver as unknown as { master: pg.Pool }).master;
}
