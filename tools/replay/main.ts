/**
 * Puts events on their streams again: those of a service from its outbox, or its dead letters. `--help` tells how.
 * Reads CUSTOMER_DATABASE_URL (of the service named) and NATS_URL. Safe to repeat, and while everything runs.
 */
import { runReplay } from './run-replay.ts';

try {
  await runReplay(process.argv.slice(2), (text) => process.stdout.write(text));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
