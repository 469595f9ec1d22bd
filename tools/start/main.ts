import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onEndOfNpm } from './npm-above.ts';
import { root } from './services.ts';
import { startSuite, type Suite } from './suite.ts';
import { watchApp } from './watch.ts';

const usage = `npm start [-- options]

  --data DIR       where everything is kept (default: .kontor in this repository)
  --empty          no demo company at the first start
  --only SERVICE   one service with what it needs; its sources are watched
  --help

  PORT             port of the HTTP API (default 8080)
  NATS_URL, <SERVICE>_DATABASE_URL, SMTP_URL   servers of yours, used instead of ours
  KONTOR_ADMIN_PASSWORD   password of admin@kontor.local (default: random, printed at the first start)`;

const began = Date.now();
const say = (line: string): void => console.log(`[${((Date.now() - began) / 1000).toFixed(1)} s] ${line}`);

const interrupt = new AbortController();
let suite: Suite | undefined;

/** Any of: Ctrl-C, a polite kill, the end of the process that started us. */
async function leave(): Promise<void> {
  if (interrupt.signal.aborted) return;
  say('Stopping …');
  interrupt.abort();
  await suite?.stop();
  if (suite) process.exit(0);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      empty: { type: 'boolean' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  const port = process.env.PORT === undefined ? undefined : Number(process.env.PORT);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new Error(`PORT is no port number: ${process.env.PORT}`);
  }
  suite = await startSuite({
    dataDir: values.data ? resolve(process.env.INIT_CWD ?? '.', values.data) : resolve(root, '.kontor'),
    ...(values.empty ? { empty: true } : {}),
    ...(values.only ? { only: values.only } : {}),
    ...(port === undefined ? {} : { port }),
    env: process.env,
    signal: interrupt.signal,
    say,
  });
  if (suite.first) greet(suite);
  const watched = values.only && suite.processes.get(values.only);
  if (watched) watchApp(watched, say);
  console.log(`Kontor is ready at ${suite.url}`);
}

function greet({ adminPassword }: Suite): void {
  const password = process.env.KONTOR_ADMIN_PASSWORD
    ? 'the password in KONTOR_ADMIN_PASSWORD'
    : `the password ${adminPassword} (shown only now)`;
  console.log(`Administrator: admin@kontor.local with ${password}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave());
process.on('disconnect', () => void leave());
onEndOfNpm(() => void leave());

main().catch((error: unknown) => {
  if (interrupt.signal.aborted) process.exit(0);
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
