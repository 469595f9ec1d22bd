import { formToken, readFormToken } from './form-token.js';

const id = '01900000-0000-7000-8000-000000000001';
const form = '01900000-0000-7000-8000-00000000000f';
const now = Date.UTC(2026, 10, 22);
const token = formToken('secret', form, { id, time: now });

it('says what it was made of', () => {
  expect(readFormToken('secret', form, token, now + 5000)).toEqual({ id, time: now });
});

it('is bound to what the page asks consent to', () => {
  const bound = formToken('secret', form, { id, time: now }, 'Write to me.');
  expect(readFormToken('secret', form, bound, now, 'Write to me.')).toEqual({ id, time: now });
  expect(readFormToken('secret', form, bound, now, 'Call me.')).toBeUndefined();
  expect(readFormToken('secret', form, bound, now)).toBeUndefined();
  expect(readFormToken('secret', form, token, now, 'Write to me.')).toBeUndefined();
});

it.each([
  ['another form', 'secret', id, token, now],
  ['another secret', 'other', form, token, now],
  ['a later time written into it', 'secret', form, token.replace(String(now), String(now + 1)), now + 1],
  ['a day later', 'secret', form, token, now + 86_400_001],
  ['before it was made', 'secret', form, token, now - 1],
  ['nonsense', 'secret', form, 'x.y', now],
  ['nothing', 'secret', form, '', now],
])('is void for %s', (_, secret, of, text, at) => {
  expect(readFormToken(secret, of, text, at)).toBeUndefined();
});
