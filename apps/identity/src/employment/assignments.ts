import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { AssignmentRow } from './assignment.entity.js';
import { assignmentSteps, type Post } from './rules/assignment.js';

/**
 * Writes the history of a person along with a change, in the same transaction: `before` is the person as locked, or
 * undefined for a new one. By the database's clock, read under that lock, so that no assignment ends before it began.
 */
export async function noteAssignment(
  tx: Transaction,
  before: Post | undefined,
  { id, ...after }: Post & { id: string },
): Promise<void> {
  const { end, begin } = assignmentSteps(before, after);
  if (!end && !begin) return;
  const now = await databaseTime(tx);
  if (end) {
    const [present] = await tx.select(AssignmentRow, 'r.person_id = $1 AND r.end_time IS NULL', [id]);
    if (present) tx.update(AssignmentRow, present, { endTime: now });
  }
  const { unitId, position, managerId } = after;
  if (begin) tx.insert(AssignmentRow, { personId: id, unitId, position, managerId, startTime: now });
}
