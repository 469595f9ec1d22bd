import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresProgram, type PostgresProgram } from './postgres.ts';
import { launch, untilReady, type Launched } from './processes.ts';

describe('the embedded Postgres', () => {
  let folder: string;
  let server: Launched | undefined;
  let stranger: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kontor-postgres-'));
    await chmod(folder, 0o711);
  });
  afterEach(async () => {
    stranger?.kill('SIGKILL');
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const program = (): Promise<PostgresProgram> =>
    postgresProgram({
      dataDir: join(folder, 'data'),
      runDir: folder,
      password: 'p@ss:/word',
      durable: false,
    });

  async function up(): Promise<PostgresProgram> {
    const wanted = await program();
    server = await launch(wanted);
    await untilReady(wanted, server);
    return wanted;
  }

  async function ask(url: string, sql: string): Promise<unknown[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }

  it('listens on loopback only, in UTC, and sorts the same on every machine', async () => {
    const { url } = await up();
    expect(await ask(url, 'show listen_addresses')).toEqual([['127.0.0.1']]);
    expect(await ask(url, 'show timezone')).toEqual([['UTC']]);
    expect(
      await ask(url, `select datlocprovider::text, datlocale from pg_database where datname = 'postgres'`),
    ).toEqual([['b', 'C.UTF-8']]);
  });

  it('asks for the password', async () => {
    const { port } = await up();
    await expect(ask(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toThrow(
      'password',
    );
  });

  it('starts after kill −9 although a stranger got its process number, and has what was committed', async () => {
    const { url } = await up();
    await ask(url, 'create table kept (id int)');
    server?.signal('SIGKILL');
    await server?.exited;
    stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
    const lockFile = join(folder, 'data/postmaster.pid');
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(stranger.pid)));
    const { url: again } = await up();
    expect(await ask(again, 'select count(*)::int from kept')).toEqual([[0]]);
  });

  it('makes its data anew when making it was cut off half-way', async () => {
    await mkdir(join(folder, 'data.new/base'), { recursive: true });
    writeFileSync(join(folder, 'data.new/PG_VERSION'), '18');
    const { url } = await up();
    expect(await ask(url, 'select 1')).toEqual([[1]]);
  });
});
