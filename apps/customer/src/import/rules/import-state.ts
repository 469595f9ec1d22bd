import type { ImportState } from '@kontor/contracts/gen/kontor/customer/v1/import';

/** The life cycle of an import: state → states that may follow. A run that another replica takes over stays running. */
const nextImportStates: Record<ImportState, readonly ImportState[]> = {
  uploading: ['queued', 'cancelled'],
  queued: ['running', 'cancelled'],
  running: ['done', 'failed', 'cancelled'],
  done: ['undoing'],
  failed: ['undoing'],
  cancelled: ['undoing'],
  undoing: ['undone'],
  undone: [],
};

/** Whether an import may go from one state to another. */
export function importMayBecome(from: ImportState, to: ImportState): boolean {
  return nextImportStates[from].includes(to);
}
