import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { PROBLEM_TYPE, problemDocument } from '../answer/problem.js';
import { HttpRefusal } from './http-refusal.js';

/** How long such a client may linger before its connection is cut, in milliseconds. */
const LINGER_MS = 2000;

/**
 * Answers what never became a request (broken HTTP, headers over the limit, a client too slow to finish them) on the
 * bare socket, as problem+json like everything else.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Bytes that follow broken ones are broken again; the answer is under way by then.
  if (socket.destroyed || socket.writableEnded) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = uuidv7();
  const document = problemDocument(refusalOf(error.code), { language: 'en', requestId });
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\n` +
      `Content-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `X-Request-Id: ${requestId}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  );
  // What is still under way is read and dropped: a socket that closes over unread bytes takes the answer with it.
  socket.resume();
  socket.setTimeout(LINGER_MS, () => socket.destroy());
}

function refusalOf(code: string | undefined): HttpRefusal {
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpRefusal(431, 'too_large', 'headers-too-large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpRefusal(408, 'invalid', 'request-timeout');
  return new HttpRefusal(400, 'invalid', 'malformed-request');
}
