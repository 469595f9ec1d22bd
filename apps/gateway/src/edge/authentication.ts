import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction, preParsingHookHandler } from 'fastify';
import { withinScopes } from '@kontor/access/permissions';
import { AppError } from '@kontor/errors/app-error';
import type { TokenVerifier } from '@kontor/rpc/tokens';
import type { EndedSessions } from '../events/ended-sessions.js';
import { isApiKey, type ApiKeys } from './api-keys.js';

const BEARER = /^Bearer ([\w.~+/=-]{1,4096})$/i;

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/**
 * Hook that finds out who asks. It refuses nobody: the limits of the next hook count a forged token against its
 * address, and public calls do not mind one.
 */
export function authenticate(tokens: TokenVerifier, keys: ApiKeys, ended: EndedSessions): Hook {
  const identify = async (bearer: string) => {
    const token = isApiKey(bearer) ? await keys.token(bearer) : bearer;
    return { token, caller: await tokens.verify(token) };
  };
  return (request, _reply, done) => {
    const header = request.headers.authorization;
    if (header === undefined) {
      done();
      return;
    }
    const bearer = BEARER.exec(header)?.[1];
    if (bearer === undefined) {
      request.tokenFault = new AppError('unauthenticated', 'signed-out');
      done();
      return;
    }
    identify(bearer).then(
      ({ token, caller }) => {
        if (ended.has(caller.sessionId)) {
          request.tokenFault = new AppError('unauthenticated', 'signed-out');
        } else {
          request.caller = caller;
          request.token = token;
        }
        done();
      },
      (fault: unknown) => {
        request.tokenFault = fault;
        done();
      },
    );
  };
}

/**
 * Throws unless a person has signed in and the scopes of the key, if it was one, leave the permission. Roles are judged
 * by the service: it knows those of now, the token those of minutes ago.
 */
function requireCaller(request: FastifyRequest, permission: string | undefined): void {
  if (request.caller.kind === 'nobody')
    throw request.tokenFault ?? new AppError('unauthenticated', 'signed-out');
  if (permission !== undefined && !withinScopes(request.caller, permission)) {
    throw new AppError('forbidden', 'forbidden', { params: { permission } });
  }
}

/**
 * Route hook, run before the body is read: nobody sends a megabyte to learn that they must sign in.
 * `preParsing` on purpose: the limits of `onRequest` come first.
 */
export function signedIn(permission: string | undefined): preParsingHookHandler {
  return (request, _reply, payload, done) => {
    try {
      requireCaller(request, permission);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, payload);
  };
}
