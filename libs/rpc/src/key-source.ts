import { v7 as uuidv7 } from 'uuid';
import type { JSONWebKeySet } from 'jose';
import type { RpcClients } from './client.js';
import { readLimit } from './metadata.js';
import type { KeySource } from './tokens.js';

/** The verification keys as identity publishes them. */
export function keysOfIdentity(clients: RpcClients): KeySource {
  return () =>
    clients.call<JSONWebKeySet>(
      '/kontor.identity.v1.SessionService/ListKeys',
      {},
      { requestId: uuidv7(), language: 'en', deadline: Date.now() + readLimit },
    );
}
