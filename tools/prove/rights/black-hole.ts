import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../servers/ports.ts';

/**
 * A TCP proxy on loopback that can swallow everything without closing a connection, as a broken switch does: nobody is
 * told that the line is dead.
 */
export class BlackHole {
  readonly #server: Server;
  readonly #pairs = new Set<[Socket, Socket]>();
  readonly port: number;
  #cut = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Stands before a port of loopback. */
  static async before(target: number): Promise<BlackHole> {
    const port = await freePort();
    const server = createServer({ pauseOnConnect: true });
    const hole = new BlackHole(server, port);
    server.on('connection', (near) => hole.#join(near, connect(target, '127.0.0.1')));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return hole;
  }

  /** From now on nothing passes in either direction. */
  cut(): void {
    this.#cut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** What was held up passes, and all else. */
  heal(): void {
    this.#cut = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, far: Socket): void {
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (data) => to.write(data));
      from.on('error', () => from.destroy());
      from.once('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
      if (this.#cut) from.pause();
      else from.resume();
    }
  }
}
