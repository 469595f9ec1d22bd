import { hasEnded, importMayBecome, nextImportStates } from './import-state.js';

it('an import is uploaded, queued, run, and ends done or failed', () => {
  expect(importMayBecome('uploading', 'queued')).toBe(true);
  expect(importMayBecome('queued', 'running')).toBe(true);
  expect(importMayBecome('running', 'done')).toBe(true);
  expect(importMayBecome('running', 'failed')).toBe(true);
  expect(importMayBecome('uploading', 'running')).toBe(false);
});

it('it can be cancelled until it has ended, and then nothing follows', () => {
  for (const state of Object.keys(nextImportStates) as (keyof typeof nextImportStates)[]) {
    expect(importMayBecome(state, 'cancelled')).toBe(!hasEnded(state));
  }
  expect(importMayBecome('done', 'running')).toBe(false);
});
