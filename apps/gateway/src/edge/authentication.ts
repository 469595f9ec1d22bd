import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction, preParsingHookHandler } from 'fastify';
import { may } from '@kontor/access/permissions';
import { AppError } from '@kontor/errors/app-error';
import type { TokenVerifier } from '@kontor/rpc/tokens';
import type { EndedSessions } from '../events/ended-sessions.js';

const BEARER = /^Bearer ([\w.~+/=-]{1,4096})$/i;

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/**
 * Hook that finds out who asks. It refuses nobody: the limits of the next hook count a forged token against its
 * address, and public calls do not mind one.
 */
export function authenticate(tokens: TokenVerifier, ended: EndedSessions): Hook {
  return (request, _reply, done) => {
    const header = request.headers.authorization;
    if (header === undefined) {
      done();
      return;
    }
    const token = BEARER.exec(header)?.[1];
    if (token === undefined) {
      request.tokenFault = new AppError('unauthenticated', 'signed-out');
      done();
      return;
    }
    tokens.verify(token).then(
      (caller) => {
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

/** Throws unless a person has signed in and has the permission (any signed-in person without one). */
export function requireCaller(request: FastifyRequest, permission: string | undefined): void {
  if (request.caller.kind === 'nobody')
    throw request.tokenFault ?? new AppError('unauthenticated', 'signed-out');
  if (permission !== undefined && !may(request.caller, permission)) {
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
