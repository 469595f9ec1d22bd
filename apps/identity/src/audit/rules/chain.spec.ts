import { canonicalBytes, chainHash, firstHash, type ChainedEntry } from './chain.js';

const entry: ChainedEntry = {
  seq: '1',
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  service: 'customer',
  time: '2026-11-22T09:00:00.000Z',
  personId: null,
  onBehalfOf: null,
  action: 'update',
  object: 'customer',
  objectId: 'c',
  version: 2,
  changes: '{"name":["a","b"]}',
  outcome: 'done',
  requestId: 'r',
};

test('the hash hangs on every column', () => {
  const hash = chainHash(firstHash, entry).toString('hex');
  for (const key of Object.keys(entry) as (keyof ChainedEntry)[]) {
    const other = { ...entry, [key]: key === 'version' ? 3 : `${entry[key] ?? ''}x` };
    expect(chainHash(firstHash, other).toString('hex')).not.toBe(hash);
  }
});

test('the hash hangs on what stands before', () => {
  const second = chainHash(chainHash(firstHash, entry), { ...entry, seq: '2' });
  const afterOther = chainHash(chainHash(firstHash, { ...entry, outcome: 'refused' }), {
    ...entry,
    seq: '2',
  });
  expect(second.equals(afterOther)).toBe(false);
});

test('values that run into each other, and absent ones, have bytes of their own', () => {
  const bytes = (changes: Partial<ChainedEntry>) => canonicalBytes({ ...entry, ...changes }).toString();
  expect(bytes({ action: 'up', object: 'date' })).not.toBe(bytes({ action: 'update', object: '' }));
  expect(bytes({ action: 'a","b', object: 'c' })).not.toBe(bytes({ action: 'a', object: 'b","c' }));
  expect(bytes({ changes: null })).not.toBe(bytes({ changes: 'null' }));
  expect(bytes({ personId: null })).not.toBe(bytes({ personId: '' }));
});

test('the form of the bytes does not change: signed digests hang on it', () => {
  expect(chainHash(firstHash, entry).toString('hex')).toBe(
    'ec52758dfbdf256a832d55a019349bd2f697384986fd934cd11f8d07f83e49b3',
  );
});
