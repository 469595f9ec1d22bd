import { importMayBecome } from './import-state.js';

it('an import is uploaded, queued, run, and ends done or failed', () => {
  expect(importMayBecome('uploading', 'queued')).toBe(true);
  expect(importMayBecome('queued', 'running')).toBe(true);
  expect(importMayBecome('running', 'done')).toBe(true);
  expect(importMayBecome('running', 'failed')).toBe(true);
  expect(importMayBecome('uploading', 'running')).toBe(false);
});

it('it can be cancelled until it has ended, and then nothing follows', () => {
  for (const state of ['uploading', 'queued', 'running'] as const)
    expect(importMayBecome(state, 'cancelled')).toBe(true);
  for (const state of ['done', 'failed', 'cancelled', 'undoing', 'undone'] as const)
    expect(importMayBecome(state, 'cancelled')).toBe(false);
  expect(importMayBecome('done', 'running')).toBe(false);
});
