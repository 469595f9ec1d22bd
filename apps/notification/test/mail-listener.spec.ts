import { BlockList, createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { until } from '@kontor/testing/until';
import type { InboundSettings } from '../src/inbound/config.js';
import { MailListener } from '../src/inbound/mail-listener.js';
import type { Arrived } from '../src/inbound/mail-store.js';
import { Gate } from '../src/inbound/rules/gate.js';

const domain = 'in.kontor.example';
const address = `crm@${domain}`;
const tls = join(import.meta.dirname, 'tls');
const settings: InboundSettings = {
  ...{
    host: '127.0.0.1',
    port: 0,
    domain,
    limit: 100_000,
    relays: new BlockList(),
    authserv: '',
    filesFolder: '',
  },
  tls: { certificate: join(tls, 'certificate.pem'), key: join(tls, 'key.pem') },
};

/** A listener with a store of the test's own; resolves to its port. */
async function listen(
  keep: (mail: Arrived) => Promise<void>,
  gate = new Gate(),
  more: Partial<InboundSettings> = {},
  budget?: number,
) {
  const listener = new MailListener({
    settings: { ...settings, ...more },
    store: {
      isOurs: (given) => given.endsWith(`@${domain}`),
      canonical: (given) => Promise.resolve(given),
      keep,
    },
    logger: { warn: () => undefined, error: () => undefined },
    onKept: () => undefined,
    gate,
    ...(budget && { budget }),
  });
  const port = await listener.start();
  return { port, [Symbol.asyncDispose]: () => listener.stop() };
}

async function send(port: number, more: object = {}): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false }, ...more });
  try {
    return (await transport.sendMail({ from: 'a@outside.example', to: address, text: 'x' })).response;
  } finally {
    transport.close();
  }
}

const greetingOf = (socket: Socket) =>
  new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));

test('what cannot be stored is not taken, and its server tries again', async () => {
  await using door = await listen(() => Promise.reject(new Error('the database is away')));
  await expect(send(door.port)).rejects.toMatchObject({ responseCode: 451 });
});

test('the conversation is private where there is a certificate, and is not where there is none', async () => {
  const kept: Arrived[] = [];
  const keep = (mail: Arrived) => Promise.resolve(void kept.push(mail));
  await using door = await listen(keep);
  expect(await send(door.port, { requireTLS: true })).toMatch(/^250 /);
  await using plain = await listen(keep, new Gate(), { tls: undefined });
  expect(await send(plain.port)).toMatch(/^250 /);
  await expect(send(plain.port, { requireTLS: true })).rejects.toThrow();
  expect(kept).toHaveLength(2);
});

test('an address has so much a minute and so many connections, the company’s own mail servers as much as they like', async () => {
  const keep = () => Promise.resolve();
  const limits = { connections: 1, perMinute: 2 };
  await using door = await listen(keep, new Gate(limits));
  await send(door.port);
  await send(door.port);
  await expect(send(door.port)).rejects.toMatchObject({ responseCode: 450 });
  const first = createConnection({ host: '127.0.0.1', port: door.port });
  expect(await greetingOf(first)).toMatch(/^220 /);
  const second = createConnection({ host: '127.0.0.1', port: door.port });
  expect(await greetingOf(second)).toMatch(/^421 /);
  first.destroy();
  second.destroy();
  const relays = new BlockList();
  relays.addAddress('127.0.0.1');
  await using open = await listen(keep, new Gate(limits), { relays });
  for (let count = 0; count < 4; count += 1) expect(await send(open.port)).toMatch(/^250 /);
});

test('what is under way at once is bounded, and what breaks off is forgotten', async () => {
  await using door = await listen(() => Promise.resolve(), new Gate(), {}, 80_000);
  const text = 'x'.repeat(60_000);
  const send60 = async () => {
    const transport = createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
    try {
      return (await transport.sendMail({ from: 'a@outside.example', to: address, text })).response;
    } finally {
      transport.close();
    }
  };
  expect(await send60()).toMatch(/^250 /);
  const slow = createConnection({ host: '127.0.0.1', port: door.port });
  const lines = ['EHLO a', 'MAIL FROM:<a@outside.example>', `RCPT TO:<${address}>`, 'DATA', `${text}\r\n`];
  await new Promise<void>((resolve) => {
    slow.on('data', (data) => {
      if (!/^\d{3} /m.test(data.toString())) return;
      slow.write(`${lines.shift()}\r\n`);
      if (lines.length === 0) resolve();
    });
  });
  await until('the slow one to be counted', async () => {
    const refused = await send60().catch((error: { responseCode?: number }) => error.responseCode);
    return refused === 452;
  });
  slow.destroy();
  await until('the slow one to be forgotten', async () =>
    /^250 /.test(String(await send60().catch(() => ''))),
  );
});
