import pg from 'pg';
import type { Logger } from '@kontor/telemetry/logger';

/**
 * The connections of a relay: its own, so that events do not queue behind requests, and pipelined, so that the
 * statements of a round travel together. One works, the other answers the question after the lag.
 */
export function relayPool(url: string, service: string, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `${service}-relay`,
    max: 2,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 2_000,
    options:
      '-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c TimeZone=UTC',
  });
  // An idle connection that breaks is replaced at its next use.
  pool.on('error', (error) => logger.warn({ err: error }, 'a connection of the relay broke'));
  return pool;
}
