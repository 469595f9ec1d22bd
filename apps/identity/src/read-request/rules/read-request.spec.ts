import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import { answerRefusal, mayAnswer, requestStatus, shownTo } from './read-request.js';

const now = '2026-03-10T00:00:00.000Z';
const later = '2026-03-10T00:00:00.001Z';

describe('a request', () => {
  it.each([
    [undefined, later, 'open', undefined],
    [undefined, now, 'expired', 'read-request-expired'],
    ['answered', later, 'answered', 'read-request-answered'],
    ['granted', now, 'granted', 'read-request-answered'],
    ['refused', now, 'refused', 'read-request-answered'],
  ] as const)('with the outcome %s that expires at %s is %s', (outcome, expireTime, status, refusal) => {
    expect(requestStatus({ outcome, expireTime }, now)).toBe(status);
    expect(answerRefusal({ outcome, expireTime }, now)).toBe(refusal);
  });

  it.each([
    ['boss', false, [], true],
    ['director', false, [], true],
    ['colleague', false, [], false],
    ['colleague', true, [], true],
    ['colleague', false, ['boss'], true],
    ['colleague', false, ['somebody'], false],
    ['ann', false, [], false],
    ['ann', true, [], false],
    ['ann', false, ['boss'], false],
  ])(
    'of Ann may be dealt with by %s (administrator: %s, standing in for %p): %s',
    (personId, administers, others, may) => {
      const answerer = { personId, administers, actingFor: [personId, ...others] };
      expect(mayAnswer(answerer, 'ann', ['boss', 'director'])).toBe(may);
    },
  );

  it('shows the answer to who asked and to nobody else', () => {
    const request = { id: '1', personId: 'ann', answererId: 'boss', answer: '42' } as ReadRequest;
    expect(shownTo(request, 'ann').answer).toBe('42');
    expect(shownTo(request, 'boss')).toEqual({ id: '1', personId: 'ann', answererId: 'boss' });
  });
});
