import { newParts, partsAfter, stateAfter, type Told } from './progress.js';

const listed: Told = {
  kind: 'listed',
  service: 'customer',
  revision: 1,
  counts: [{ object: 'customer', open: 3, closed: 2 }],
};
const moved: Told = {
  kind: 'progressed',
  service: 'customer',
  revision: 2,
  moved: 4,
  remaining: 1,
  finished: false,
};
const finished: Told = { ...moved, revision: 3, moved: 5, remaining: 0, finished: true };

describe('what services tell', () => {
  const parts = newParts(['customer', 'project']);

  it('is taken over in order, and an older or repeated word changes nothing', () => {
    const after = partsAfter(parts, listed);
    expect(after[0]).toMatchObject({ service: 'customer', state: 'listed', remaining: 5, moved: 0 });
    const later = partsAfter(after, moved);
    expect(later[0]).toMatchObject({ state: 'moving', remaining: 1, moved: 4, counts: listed.counts });
    expect(partsAfter(later, listed)).toBe(later);
    expect(partsAfter(later, moved)).toBe(later);
  });

  it('counts for a service that was not asked, too', () => {
    expect(partsAfter(parts, { ...listed, service: 'finance' }).map(({ service }) => service)).toEqual([
      'customer',
      'finance',
      'project',
    ]);
  });

  it('makes a hand-over ready when all have counted, and done when all have finished', () => {
    const one = partsAfter(parts, listed);
    expect(stateAfter('listing', one)).toBe('listing');
    const both = partsAfter(one, { ...listed, service: 'project' });
    expect(stateAfter('listing', both)).toBe('ready');
    expect(stateAfter('running', both)).toBe('running');
    const done = partsAfter(partsAfter(both, finished), { ...finished, service: 'project' });
    expect(stateAfter('running', done)).toBe('done');
    for (const state of ['stopped', 'cancelled', 'done'] as const)
      expect(stateAfter(state, done)).toBe(state);
  });
});
