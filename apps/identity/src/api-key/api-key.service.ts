import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type {
  ApiKey,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  ExchangeApiKeyRequest,
  ExchangeApiKeyResponse,
  ListApiKeysResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/api_key_service';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { maySignIn } from '../employment/rules/life-cycle.js';
import { signInCall, unstoredCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { accessTokenSeconds, AccessTokens } from '../session/access-tokens.js';
import { tokenHash } from '../session/refresh-tokens.js';
import { ApiKeyRow } from './api-key.entity.js';
import { removeKey } from './remove-keys.js';
import { hintLength, isKeyText, keyText } from './key-text.js';
import { scopeFaults, storedScopes } from './rules/scopes.js';

/** Keys that one person may have: more would not be looked after. */
const mostKeys = 50;

/** The time of last use is written at most once in so many milliseconds. */
const useNotedEvery = 60_000;

/** Keys with which programs call in a person's name. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** Makes a key. Throws scope-unknown, scope-not-held, scope-not-for-keys, time-in-past, too-many-api-keys. */
  async create({ name, scopes, expireTime }: CreateApiKeyRequest, call: Call): Promise<CreateApiKeyResponse> {
    checkFaults(scopeFaults(scopes, (permission) => may(call.caller, permission)));
    const secret = keyText(randomBytes(32));
    return this.unitOfWork.write(unstoredCall(call), async (tx) => {
      const { personId } = call.caller;
      // The person's row is locked, so that two keys at once do not both take the last place.
      await tx.getForUpdate(PersonRow, personId);
      if (expireTime !== undefined && Date.parse(expireTime) <= Date.parse(await databaseTime(tx))) {
        checkFaults([{ field: 'expireTime', reason: 'time-in-past' }]);
      }
      const keys = await tx.select(ApiKeyRow, 'r.person_id = $1', [personId]);
      if (keys.length >= mostKeys) {
        throw new AppError('conflict', 'too-many-api-keys', { params: { max: mostKeys } });
      }
      const key = tx.insert(ApiKeyRow, {
        personId,
        name: name.trim(),
        hint: secret.slice(0, hintLength),
        hash: tokenHash(secret),
        scopes: storedScopes(scopes),
        expireTime,
      });
      return { apiKey: asApiKey(key), secret };
    });
  }

  /** The caller's keys, newest first. */
  list(call: Call): Promise<ListApiKeysResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const rows = await tx.select(ApiKeyRow, 'TRUE', [], 'ORDER BY r.create_time DESC, r.id DESC');
      return { apiKeys: rows.map(asApiKey) };
    });
  }

  /** Removes one of the caller's keys. Throws api-key-not-found for one that the caller does not see. */
  async remove(id: string, call: Call): Promise<void> {
    await this.unitOfWork.write(call, async (tx) => {
      await removeKey(tx, await tx.getForUpdate(ApiKeyRow, id));
      return {};
    });
  }

  /** An access token within the key's scopes, with the roles that its owner has now. Throws api-key-refused. */
  async exchange({ secret }: ExchangeApiKeyRequest, call: Call): Promise<ExchangeApiKeyResponse> {
    if (!isKeyText(secret)) throw refused();
    const { key, person, now } = await this.unitOfWork.write(signInCall(call), (tx) => use(tx, secret));
    const left = key.expireTime === undefined ? Infinity : (Date.parse(key.expireTime) - now) / 1000;
    const seconds = Math.min(accessTokenSeconds, Math.ceil(left));
    const accessToken = await this.accessTokens.issue(person, key.id, { scopes: key.scopes, seconds });
    return { accessToken, expiresIn: seconds };
  }
}

async function use(
  tx: Transaction,
  secret: string,
): Promise<{ key: ApiKeyRow; person: PersonRow; now: number }> {
  const [key] = await tx.select(ApiKeyRow, 'r.hash = $1', [tokenHash(secret)]);
  if (!key) throw refused();
  const person = await tx.get(PersonRow, key.personId);
  const now = Date.parse(await databaseTime(tx));
  if (!maySignIn(person.status)) throw refused();
  if (key.expireTime !== undefined && Date.parse(key.expireTime) <= now) throw refused();
  if (key.lastUseTime === undefined || now - Date.parse(key.lastUseTime) >= useNotedEvery) {
    // Many replicas note the same use: one write is enough, and nobody waits for it.
    await tx.query(
      `UPDATE api_key SET last_use_time = date_trunc('minute', clock_timestamp()) WHERE id =
         (SELECT id FROM api_key WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED)`,
      [key.id],
    );
  }
  return { key, person, now };
}

function refused(): AppError {
  return new AppError('unauthenticated', 'api-key-refused');
}

function asApiKey({ personId: _, hash: __, ...key }: ApiKeyRow): ApiKey {
  return key;
}
