import { connect } from 'node:net';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type pg from 'pg';

/** What has to be known of the machine to read the figures; nothing that tells which one it is. */
export interface Machine {
  cores: number;
  processor: string;
  memoryGib: number;
  node: string;
  postgres: string;
  nats: string;
  /** Settings of Postgres that decide how safe a commit is. */
  durability: string;
}

/** Asks the machine and the servers. */
export async function machineFacts(client: pg.Client, natsUrl: string): Promise<Machine> {
  const setting = async (name: string): Promise<string> => {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    return rows[0]?.value ?? '';
  };
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? '',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: (await setting('server_version')).split(' ')[0] ?? '',
    nats: await natsVersion(natsUrl),
    durability: `fsync ${await setting('fsync')}, synchronous_commit ${await setting('synchronous_commit')}`,
  };
}

/** A server of NATS says its version in its greeting. */
function natsVersion(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const answer = (version: string): void => {
      socket.destroy();
      resolve(version);
    };
    socket.once('error', () => answer('unknown'));
    socket.once('data', (data) =>
      answer(/"version":"([^"]+)"/.exec(data.toString('utf8'))?.[1] ?? 'unknown'),
    );
  });
}
