import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSuite, type Suite } from '../../tools/start/suite.ts';

const adminPassword = 'the administrator of a journey';

/** The answer to a request, whole. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** A signed-in person in front of the HTTP API. */
export class Visitor {
  constructor(
    readonly url: string,
    readonly token = '',
    readonly id = '',
  ) {}

  get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('GET', path, undefined, headers);
  }

  post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.send('POST', path, body, headers);
  }

  patch<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return this.send('PATCH', path, body, headers);
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const form = body instanceof FormData;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }

  async signIn(email: string, password: string): Promise<Visitor> {
    const { body } = await this.post<{ accessToken: string; person: { id: string } }>('/v1/sessions', {
      email,
      password,
    });
    return new Visitor(this.url, body.accessToken, body.person.id);
  }
}

/** The whole suite, empty, for one journey. */
export interface Journey {
  suite: Suite;
  nobody: Visitor;
  admin: Visitor;
  /** Adds a person and signs in as the person, once every service knows of it. */
  person(facts: {
    name: string;
    managerId?: string;
    roles?: string[];
    language?: string;
    timeZone?: string;
  }): Promise<Visitor>;
  end(): Promise<void>;
}

export async function startJourney(env: NodeJS.ProcessEnv = {}): Promise<Journey> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kontor-journey-'));
  // A broker of its own: on that of the specs, suites that run at the same time would take each other's events.
  const { NATS_URL: _, ...machine } = process.env;
  const suite = await startSuite({
    dataDir,
    empty: true,
    port: 0,
    durable: false,
    env: { ...machine, KONTOR_ADMIN_PASSWORD: adminPassword, ...env },
  });
  const nobody = new Visitor(suite.url);
  const admin = await nobody.signIn('admin@kontor.local', adminPassword);
  let people = 0;
  return {
    suite,
    nobody,
    admin,
    person: async (facts) => {
      people += 1;
      const email = `person${people}@journey.local`;
      const password = 'correct horse battery';
      await admin.post('/v1/people', { email, password, timeZone: 'Asia/Shanghai', ...facts });
      return nobody.signIn(email, password);
    },
    end: async () => {
      await suite.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
