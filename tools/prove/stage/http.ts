import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

/** A request as it goes over the line: nothing is added, corrected or escaped. */
export interface RawRequest {
  method: string;
  /** Path with query, as it stands in the first line. */
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer | undefined;
  /** Hang up so many milliseconds after the request has been handed over, as a client does that loses its line. */
  hangUpAfterMs?: number | undefined;
}

/** An answer. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** There was no answer: the line broke, or we hung up. What became of the request, nobody knows. */
export class NoAnswer extends Error {}

/** An HTTP client with lasting connections. */
export class HttpClient {
  readonly #origin: { hostname: string; port: string };
  readonly #agent: Agent;

  constructor(url: string, connections = 16) {
    const { hostname, port } = new URL(url);
    this.#origin = { hostname, port };
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends a request. Rejects with NoAnswer, also after 20 seconds of silence. */
  send({ method, path, headers = {}, body, hangUpAfterMs }: RawRequest): Promise<Answer> {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        ...this.#origin,
        agent: this.#agent,
        method,
        path,
        headers: { ...length, ...headers },
        timeout: 20_000,
      });
      const lost = (cause: unknown): void => {
        request.destroy();
        reject(new NoAnswer('no answer', { cause }));
      };
      request.once('timeout', () => lost('timeout'));
      request.on('error', lost);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', lost);
        response.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.complete)
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          else lost('cut off');
        });
      });
      if (hangUpAfterMs !== undefined) {
        request.once('finish', () => setTimeout(() => lost('hung up'), hangUpAfterMs));
      }
      request.end(body);
    });
  }

  /** Closes its connections. */
  close(): void {
    this.#agent.destroy();
  }
}
