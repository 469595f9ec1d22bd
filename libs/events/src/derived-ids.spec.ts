import { version } from 'uuid';
import { derivedEventId } from './derived-ids.js';

const cause = '0193c0de-0000-7000-8000-000000000001';

test('the same cause, consumer and index give the same id', () => {
  expect(derivedEventId(cause, 'a-from-b-c-v1', 0)).toBe(derivedEventId(cause, 'a-from-b-c-v1', 0));
  expect(version(derivedEventId(cause, 'a-from-b-c-v1', 0))).toBe(5);
});

test('another index, consumer or cause gives another id', () => {
  const ids = [
    derivedEventId(cause, 'a-from-b-c-v1', 0),
    derivedEventId(cause, 'a-from-b-c-v1', 1),
    derivedEventId(cause, 'd-from-b-c-v1', 0),
    derivedEventId('0193c0de-0000-7000-8000-000000000002', 'a-from-b-c-v1', 0),
  ];
  expect(new Set(ids).size).toBe(4);
});
