import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A TCP port of the loopback interface that nothing listens on: `preferred` when it is free, else one of our
 * choice. Between this answer and its use another program may take the port, so whoever starts a
 * server on it must be ready to ask again.
 */
export async function freePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred) {
    const port = await tryPort(preferred, host);
    if (port) return port;
  }
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = await tryPort(randomInt(...quietRange), host);
    if (port) return port;
  }
  const port = await tryPort(0, host);
  if (!port) throw new Error(`No free port on ${host}.`);
  return port;
}

/**
 * Below the range from which systems give ports to outgoing connections: a server that is down for a moment finds
 * its port still free when it comes back.
 */
const quietRange = [20_000, 32_000] as const;

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const found = address && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
