import { expectEtag } from './etag.js';

test('the tag of the newest version, or none, lets a change pass', () => {
  for (const expected of ['3', undefined, ''])
    expect(() => expectEtag({ etag: '3' }, expected)).not.toThrow();
});

test('the tag of another version refuses it and shows the record as it stands', () => {
  const current = { etag: '3', name: 'newest' };
  for (const expected of ['2', '4', '"3"', '*', ' 3'])
    expect(() => expectEtag(current, expected)).toThrow(expect.objectContaining({ code: 'stale', current }));
});
