import { isOutage } from './outage.js';

test.each([
  ['no connection', new Error('x', { cause: new TypeError('fetch failed') })],
  ['no answer in time', Object.assign(new Error('x'), { code: 'OAUTH_TIMEOUT' })],
  ['a fault of the provider', new Error('x', { cause: new Response('', { status: 502 }) })],
])('%s is an outage', (_, error) => expect(isOutage(error)).toBe(true));

test.each([
  ['a refused code', Object.assign(new Error('x'), { code: 'OAUTH_RESPONSE_BODY_ERROR' })],
  ['an answer of status 400', new Error('x', { cause: new Response('', { status: 400 }) })],
  ['an error of our own', new TypeError('x is not a function')],
  ['nothing', undefined],
])('%s is none', (_, error) => expect(isOutage(error)).toBe(false));
