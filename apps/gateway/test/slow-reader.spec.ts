import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { nobody, type Caller } from '@kontor/access/caller';
import { Organisation } from '@kontor/access/organisation';
import { EventClient } from '../src/events/event-client.js';

const live = {
  type: 'kontor.test.v1.Changed',
  permission: 'person.read',
  audience: { kind: 'everyone' },
  data: JSON.stringify({ padding: 'x'.repeat(1000) }),
} as const;

const reader: Caller = { ...nobody, kind: 'person', personId: 'anna', roles: ['salesperson'] };

const known = { organisation: new Organisation([]), current: (caller: Caller) => caller };

/** A client that sends a request and never reads the answer. */
async function silentReader(): Promise<{
  client: EventClient;
  response: ServerResponse;
  end: () => Promise<void>;
}> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  const client = new EventClient(reader, new Map([['customer', 0]]), response, known);
  const end = async () => {
    socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { client, response, end };
}

it('cuts a reader that does not read, before its events fill the memory', async () => {
  const { client, response, end } = await silentReader();
  client.goLive();
  let unsent = 0;
  for (let sequence = 1; client.open && sequence <= 100_000; sequence++) {
    client.offer('customer', sequence, live);
    unsent = Math.max(unsent, response.writableLength);
  }
  expect(client.open).toBe(false);
  expect(unsent).toBeLessThan(2 * 1024 * 1024);
  await end();
});

it('cuts a reader for whom too many events wait while it catches up', async () => {
  const { client, end } = await silentReader();
  let taken = 0;
  for (let sequence = 1; client.open && sequence <= 20_000; sequence++, taken++)
    client.offer('customer', sequence, live);
  expect([client.open, taken]).toEqual([false, 10_001]);
  await end();
});
