/**
 * `npm run new-service -- NAME [--noun NOUN]`: writes a service in the house's shape that builds, starts, migrates and
 * passes its test at once. Names are in kebab-case; the noun, what its first record is called, is NAME unless given.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BadName, plural } from './names.ts';
import { writeService } from './write-service.ts';

const usage = 'Usage: npm run new-service -- NAME [--noun NOUN]';
const root = join(import.meta.dirname, '../..');

// The program that runs meanwhile ends by the same signal, and its failure undoes what was written.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

try {
  const { values, positionals } = parseArgs({
    options: { noun: { type: 'string' } },
    allowPositionals: true,
  });
  const [service, ...more] = positionals;
  if (service === undefined || more.length > 0) throw new BadName(usage);
  const noun = values.noun ?? service;
  const files = writeService(root, { service, noun });
  console.log(
    [
      ...files,
      '',
      `${service} is there. See it pass and run:`,
      `  npm run jest -- apps/${service}`,
      `  npm start -- --only ${service}    then GET /v1/${plural(noun)}`,
      'What is yours to decide:',
      `  libs/access/src/default-roles.ts        who may read and write (now: everybody who sells)`,
      `  apps/gateway/src/events/live-event.ts   what people learn of its events while they are signed in`,
      `  k8s/base/network/                       with whom it speaks, beyond the gateway, identity and its servers`,
    ].join('\n'),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof BadName || isUsage(error) ? 2 : 1;
}

function isUsage(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
}
