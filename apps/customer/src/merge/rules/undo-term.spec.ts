import { undoEnds, undoRefusal } from './undo-term.js';

const undoUntil = undoEnds('2026-11-01T08:00:00.000Z');

it('a merge can be undone for thirty days, and once', () => {
  expect(undoUntil).toBe('2026-12-01T08:00:00.000Z');
  expect(undoRefusal({ state: 'merged', undoUntil }, '2026-12-01T08:00:00.000Z')).toBeUndefined();
  expect(undoRefusal({ state: 'merged', undoUntil }, '2026-12-01T08:00:00.001Z')).toBe('merge-undo-over');
  expect(undoRefusal({ state: 'undone', undoUntil }, '2026-11-02T08:00:00.000Z')).toBe('merge-undone');
});
