/** Kontor's API as one person uses it. */
export class Api {
  readonly #url: string;
  readonly #email: string;
  readonly #password: string;

  constructor(url: string, email: string, password: string) {
    this.#url = url;
    this.#email = email;
    this.#password = password;
  }

  /** Signs in anew; the header is good for five minutes. */
  async authorization(): Promise<Record<string, string>> {
    const body = JSON.stringify({ email: this.#email, password: this.#password });
    const session = await this.#send<{ accessToken: string }>('POST', '/v1/sessions', body, {
      'content-type': 'application/json',
    });
    return { authorization: `Bearer ${session.accessToken}` };
  }

  /**
   * One call with a JSON body, after signing in unless the header is given. Throws with the problem that the API tells of.
   */
  async call<T>(method: string, path: string, body?: object, signedIn?: Record<string, string>): Promise<T> {
    const authorization = signedIn ?? (await this.authorization());
    const type: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
    return this.#send(method, path, body && JSON.stringify(body), { ...authorization, ...type });
  }

  /** One call with a form. */
  async form<T>(path: string, form: FormData): Promise<T> {
    return this.#send('POST', path, form, await this.authorization());
  }

  async #send<T>(
    method: string,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
