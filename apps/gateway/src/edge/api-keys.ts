import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import type { ExchangeApiKeyResponse } from '@kontor/contracts/gen/kontor/identity/v1/api_key_service';
import { AppError } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import { writeLimit } from '@kontor/rpc/metadata';

/** How every key of an integrator begins. */
const PREFIX = 'ktr_';

/** A removed key is refused after this long at most, even where no event tells of its end; in milliseconds. */
const KEPT_MS = 5_000;

const EXCHANGE = '/kontor.identity.v1.ApiKeyService/ExchangeApiKey';

/** Whether a bearer token is a key rather than an access token. */
export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Exchanges keys of integrators for access tokens, and keeps the answers for a moment: many calls make one exchange. */
export class ApiKeys {
  readonly #kept = new LRUCache<string, Promise<string>>({ max: 10_000, ttl: KEPT_MS });

  constructor(private readonly clients: Pick<RpcClients, 'call'>) {}

  /** The access token for a key. Rejects with unauthenticated api-key-refused, or with why identity does not answer. */
  token(key: string): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const token = this.#exchange(key);
    this.#kept.set(key, token);
    token.catch((error: unknown) => {
      // A refusal is kept like a token; an outage is not: the next call may get through.
      const refused = error instanceof AppError && error.code === 'unauthenticated';
      if (!refused && this.#kept.peek(key) === token) this.#kept.delete(key);
    });
    return token;
  }

  async #exchange(key: string): Promise<string> {
    const call = { requestId: uuidv7(), language: 'en', deadline: Date.now() + writeLimit } as const;
    const { accessToken } = await this.clients.call<ExchangeApiKeyResponse>(EXCHANGE, { secret: key }, call);
    return accessToken;
  }
}
