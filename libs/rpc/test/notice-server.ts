import 'reflect-metadata';
import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import {
  NoticeServiceControllerMethods,
  type GetNoticeRequest,
  type ListNoticesRequest,
  type ReadNoticeRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import type { Call } from '@kontor/access/call';
import { commonMessages, type Messages } from '@kontor/errors/messages';
import { PassErrorsFilter } from '@kontor/service/pass-errors.filter';
import { silentController } from '@kontor/testing/silent-controller';
import { freePort } from '../../../tools/servers/ports.ts';
import type { CallerSources } from '../src/caller-of.js';
import { RpcServer } from '../src/server.js';
import { tokenIssuer, TokenVerifier } from '../src/tokens.js';

/** What the controller does with each call. */
export interface Behaviour {
  list(request: ListNoticesRequest, call: Call): Promise<object>;
  get(request: GetNoticeRequest, call: Call): Promise<object>;
  read(request: ReadNoticeRequest, call: Call): Promise<object>;
}

/** A server of the notification package whose controller does what a test says. */
export interface NoticeServer {
  listen: string;
  server: RpcServer;
  behaviour: Behaviour;
  /** Errors that the server took for faults of ours. */
  faults: unknown[];
  /** A token that the server accepts; claims replace the usual ones. */
  token(claims?: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

const messages: Messages = {
  'notice-worn-out': { 'zh-CN': '通知已失效', ru: 'Уведомление устарело', en: 'The notice is worn out' },
};

const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
const publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };

/** Starts it; without `controllers` with one that answers every call about notices. */
export async function startNoticeServer(
  options: { listen?: string; controllers?: Type[]; sources?: Partial<CallerSources> } = {},
): Promise<NoticeServer> {
  const listen = options.listen ?? `127.0.0.1:${await freePort()}`;
  const faults: unknown[] = [];
  const behaviour: Behaviour = {
    list: () => Promise.resolve({ notices: [] }),
    get: ({ id }) => Promise.resolve({ id }),
    read: ({ id }) => Promise.resolve({ id, read: true }),
  };
  const server = new RpcServer({
    service: 'notification',
    listen,
    tokens: new TokenVerifier(() => Promise.resolve({ keys: [publicKey] })),
    messages: [messages, commonMessages],
    onFault: (error) => faults.push(error),
    ...options.sources,
  });
  const others = silentController('notification', ['NoticeService']);
  @Module({ controllers: [...(options.controllers ?? [controllerOf(behaviour)]), others] })
  class NoticeModule {}
  const app = await NestFactory.createMicroservice(NoticeModule, {
    strategy: server,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new PassErrorsFilter());
  await app.listen();
  server.health.setStatus('', 'SERVING');
  return { listen, server, behaviour, faults, token: signedBy(keys.privateKey), close: () => app.close() };
}

function controllerOf(behaviour: Behaviour): Type {
  @Controller()
  @NoticeServiceControllerMethods()
  class NoticeController {
    listNotices(request: ListNoticesRequest, call: Call) {
      return behaviour.list(request, call);
    }

    getNotice(request: GetNoticeRequest, call: Call) {
      return behaviour.get(request, call);
    }

    readNotice(request: ReadNoticeRequest, call: Call) {
      return behaviour.read(request, call);
    }
  }
  return NoticeController;
}

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** Makes tokens as identity does, signed with a key. */
export function signedBy(key: SigningKey | Uint8Array, alg = 'EdDSA', kid: string | undefined = 'test') {
  return (claims: JWTPayload = {}): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const usual = { sub: uuidv7(), sid: uuidv7(), roles: ['salesperson'], lang: 'en', tz: 'UTC' };
    const registered = { iss: tokenIssuer, aud: tokenIssuer, iat: now, exp: now + 300 };
    return new SignJWT({ ...usual, ...registered, ...claims })
      .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
      .sign(key);
  };
}
