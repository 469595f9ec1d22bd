import { createHash } from 'node:crypto';

/** Kontor's HTTP API as one person. */
export class Api {
  private readonly url: string;
  private readonly token: string;

  constructor(url: string, token = '') {
    this.url = url;
    this.token = token;
  }

  async signIn(email: string, password: string): Promise<Api> {
    const { accessToken } = await this.send('/v1/sessions', {}, { email, password });
    return new Api(this.url, accessToken as string);
  }

  /** Creates something; `what` names it, so that creating it again gives the same. */
  async post(path: string, what: string, body: object): Promise<{ id: string }> {
    const key = `demo-${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;
    return (await this.send(path, { 'idempotency-key': key }, body)) as { id: string };
  }

  /** Writes something in place of what stands there. */
  async put(path: string, body: object): Promise<void> {
    await this.send(path, {}, body, 'PUT');
  }

  private async send(
    path: string,
    headers: Record<string, string>,
    body: object,
    method = 'POST',
  ): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
