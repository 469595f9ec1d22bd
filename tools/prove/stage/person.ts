import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, type Answer, type HttpClient, type RawRequest } from './http.ts';

/** A signed-in person who uses the public API. */
export class Person {
  readonly email: string;
  /** Empty for the administrator, whose id nobody needs. */
  readonly id: string;
  readonly #password: string;
  readonly #http: HttpClient;
  #token: string | undefined;
  #signingIn: Promise<string> | undefined;
  #expires = 0;

  constructor(http: HttpClient, who: { email: string; password: string; id?: string }) {
    this.#http = http;
    this.email = who.email;
    this.#password = who.password;
    this.id = who.id ?? '';
  }

  /** An access token that is good for a minute at least. Rejects where sign-in is not answered. */
  async token(): Promise<string> {
    if (this.#token !== undefined && Date.now() < this.#expires) return this.#token;
    this.#signingIn ??= this.#signIn().finally(() => (this.#signingIn = undefined));
    return this.#signingIn;
  }

  /** The same person by way of another gateway. */
  through(http: HttpClient): Person {
    return new Person(http, { email: this.email, password: this.#password, id: this.id });
  }

  /** One attempt. Rejects with NoAnswer. */
  async send(request: RawRequest): Promise<Answer> {
    const authorization = `Bearer ${await this.token()}`;
    return this.#http.send({ ...request, headers: { authorization, ...request.headers } });
  }

  /** JSON in, JSON out; throws for anything but success. For setting the scene, when nothing is being killed. */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.send(jsonRequest(method, path, body));
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return (answer.text ? JSON.parse(answer.text) : undefined) as T;
  }

  async #signIn(): Promise<string> {
    const body = { email: this.email, password: this.#password };
    const answer = await this.#http.send(jsonRequest('POST', '/v1/sessions', body));
    if (answer.status !== 201) throw new NoAnswer(`sign-in: ${answer.status} ${answer.text}`);
    const { accessToken, expiresIn } = JSON.parse(answer.text) as { accessToken: string; expiresIn: number };
    this.#token = accessToken;
    this.#expires = Date.now() + (expiresIn - 60) * 1000;
    return accessToken;
  }
}

/** A request with a JSON body. */
export function jsonRequest(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): RawRequest {
  if (!body) return { method, path, headers };
  return {
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** Statuses after which a careful client asks again: nobody knows, in progress, slow down, not now. */
const again = new Set([409, 429, 500, 502, 503, 504]);

/**
 * Repeats a request until there is an answer that means something. `attempt` must be safe to repeat. 409 is repeated
 * where it says that another copy is still at work. Throws when it takes longer than `patienceMs`.
 */
export async function untilAnswered(attempt: () => Promise<Answer>, patienceMs = 90_000): Promise<Answer> {
  const end = Date.now() + patienceMs;
  for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
    let said: string;
    try {
      const answer = await attempt();
      if (!again.has(answer.status)) return answer;
      if (answer.status === 409 && !/request-in-progress|record-changed/.test(answer.text)) return answer;
      said = `${answer.status} ${answer.text}`;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      said = error.message;
    }
    if (Date.now() > end) throw new Error(`No answer after ${patienceMs / 1000} s; last: ${said}`);
    await sleep(pause);
  }
}
