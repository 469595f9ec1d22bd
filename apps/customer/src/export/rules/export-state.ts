import type { ExportState } from '@kontor/contracts/gen/kontor/customer/v1/export';

/** The life cycle of an export: state → states that may follow. One that another replica takes over stays running. */
const nextExportStates: Record<ExportState, readonly ExportState[]> = {
  waiting: ['running', 'cancelled'],
  running: ['done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
};

/** Whether an export may go from one state to another. */
export function exportMayBecome(from: ExportState, to: ExportState): boolean {
  return nextExportStates[from].includes(to);
}
