import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { bornAt } from '../servers/process-identity.ts';
import { root } from './services.ts';
import { startSuite, type Suite, type SuiteOptions } from './suite.ts';

let folder: string;
let appsDir: string;
const running: Suite[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(process.env.KONTOR_TEST_FOLDER ?? tmpdir(), 'suites-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  appsDir = join(folder, 'apps');
  makeApp('greeter', { kind: 'service', database: true }, 'service.js');
  makeApp('edge', { kind: 'edge' }, 'edge.js');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((suite) => suite.stop()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function makeApp(name: string, kontor: object, main: string): void {
  mkdirSync(join(appsDir, name, 'dist'), { recursive: true });
  writeFileSync(join(appsDir, name, 'package.json'), JSON.stringify({ name, kontor }));
  cpSync(join(import.meta.dirname, 'fixture', main), join(appsDir, name, 'dist/main.js'));
}

async function start(dataDir: string, options: Partial<SuiteOptions> = {}): Promise<Suite> {
  const suite = await startSuite({
    ...{ dataDir: join(folder, dataDir), appsDir, empty: true, port: 0, durable: false },
    ...options,
  });
  running.push(suite);
  return suite;
}

async function rows(suite: Suite, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(suite.databaseUrls.get('greeter')?.url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('a suite', () => {
  it('brings up servers, databases and apps, and keeps its secrets to its user', async () => {
    const suite = await start('first');
    expect(await (await fetch(suite.url)).text()).toBe('fine');
    expect([...suite.processes.keys()].sort()).toEqual(['edge', 'greeter', 'nats', 'postgres']);
    expect(statSync(join(folder, 'first/secrets.json')).mode & 0o077).toBe(0);
    expect(await rows(suite, 'select nats, smtp, others from start')).toEqual([
      {
        nats: suite.natsUrl,
        smtp: expect.stringContaining('smtp://127.0.0.1:'),
        others: 'GREETER_DATABASE_URL',
      },
    ]);
    const bus = await connect({ servers: suite.natsUrl });
    expect(bus.info?.jetstream).toBe(true);
    await bus.close();
  });

  it('tells the administrator’s password at the first start only, and then keeps it nowhere', async () => {
    const first = await start('password');
    expect(first).toMatchObject({ first: true, adminPassword: expect.stringMatching(/.{20,}/) });
    const kept = readFileSync(join(folder, 'password/secrets.json'), 'utf8');
    expect(kept).not.toContain(first.adminPassword);
    await first.stop();
    expect(await start('password')).toMatchObject({ first: false, adminPassword: undefined });
  });

  it('keeps its data from start to start, and stops without leaving a process', async () => {
    const first = await start('again');
    const pids = [...first.processes.values()].map((one) => one.pid as number);
    await first.stop();
    expect(pids.map((pid) => bornAt(pid))).toEqual([undefined, undefined, undefined, undefined]);
    expect(await rows(await start('again'), 'select 1 from start')).toHaveLength(2);
  });

  it.each(['greeter', 'edge', 'nats', 'postgres'])('brings %s back after kill −9', async (name) => {
    const suite = await start('faults');
    const member = suite.processes.get(name);
    const before = member?.pid;
    member?.kill('SIGKILL');
    await member?.ready();
    expect(member?.pid).not.toBe(before);
    expect(member?.restarts).toBe(1);
    expect(await rows(suite, 'select 1 from start')).not.toEqual([]);
  });

  it('runs side by side with another one, on another port', async () => {
    const [one, other] = await Promise.all([start('left', { port: 8080 }), start('right', { port: 8080 })]);
    expect(one.url).not.toBe(other.url);
    expect(await (await fetch(one.url)).text()).toBe('fine');
    expect(await (await fetch(other.url)).text()).toBe('fine');
  });

  it('takes another port when the wanted one is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const suite = await start('first', { port });
    expect(suite.url).not.toContain(`:${port}`);
    server.close();
  });

  it('refuses a data folder on which another one runs', async () => {
    await start('first');
    await expect(start('first')).rejects.toThrow('already runs on');
  });

  it('keeps mail as files when no mail server is given', async () => {
    const suite = await start('first');
    const [row] = await rows(suite, 'select smtp from start order by pid limit 1');
    expect(row).toBeDefined();
    const smtp = suite.environment('greeter').SMTP_URL as string;
    await createTransport(smtp).sendMail({
      from: 'a@example.com',
      to: 'b@example.com',
      subject: 'x',
      text: 'hello',
    });
    const [file = ''] = readdirSync(suite.mailDir as string);
    expect(file).toMatch(/b@example\.com\.eml$/);
    expect(readFileSync(join(suite.mailDir as string, file), 'utf8')).toContain('hello');
  });

  it('uses the servers it is given instead of its own', async () => {
    const lender = await start('lender');
    const suite = await start('borrower', {
      env: {
        NATS_URL: lender.natsUrl,
        SMTP_URL: 'smtp://127.0.0.1:1',
        GREETER_DATABASE_URL: lender.databaseUrls.get('greeter')?.url,
        GREETER_DATABASE_OWNER_URL: lender.databaseUrls.get('greeter')?.ownerUrl,
      },
    });
    expect([...suite.processes.keys()].sort()).toEqual(['edge', 'greeter']);
    expect(await rows(suite, `select 1 from start where smtp = 'smtp://127.0.0.1:1'`)).toHaveLength(1);
  });

  it('starts after kill −9 of its supervisor, and after kill −9 of everything', async () => {
    for (const victims of ['supervisor', 'everything']) {
      const script = join(import.meta.dirname, 'fixture/start.ts');
      const child = spawn(process.execPath, [script, join(folder, 'killed'), appsDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const pids = JSON.parse(line.toString('utf8')) as number[];
      const gone = once(child, 'exit');
      for (const pid of victims === 'everything' ? pids : []) process.kill(pid, 'SIGKILL');
      child.kill('SIGKILL');
      await gone;
      const suite = await start('killed');
      expect(pids.map((pid) => bornAt(pid))).toEqual(pids.map(() => undefined));
      expect(await rows(suite, 'select 1 from start')).not.toEqual([]);
      await suite.stop();
    }
  });

  it('says why a service does not come up, and leaves nothing running', async () => {
    makeApp('broken', { kind: 'service' }, 'edge.js');
    writeFileSync(join(appsDir, 'broken/dist/main.js'), `throw new Error('no configuration')`);
    try {
      await expect(start('broken')).rejects.toThrow(/broken ended with code 1[^]*no configuration/);
      expect(readdirSync(join(folder, 'broken/run'))).toEqual([]);
    } finally {
      rmSync(join(appsDir, 'broken'), { recursive: true });
    }
  });
});
