import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { closesLoop, neverHeld, overlapping, statusAt, type StandIn } from './rules/substitution.js';
import { SubstitutionRow } from './substitution.entity.js';

/** The substitution as the contract has it at a moment. */
export function asSubstitution({ version: _, ...row }: SubstitutionRow, now: string): Substitution {
  return { ...row, status: statusAt(row, now) };
}

/** Tells every service of a substitution's new state. */
export function tellOfSubstitution(tx: Transaction, row: SubstitutionRow): void {
  const { id, version, etag, personId, substituteId, startTime, endTime, objects, approverId } = row;
  const cancelled = neverHeld(row);
  const unapproved = approverId === undefined;
  tx.emit(
    'kontor.identity.v1.SubstitutionChanged',
    { id, version },
    { id, personId, substituteId, startTime, endTime, objects, cancelled, etag, unapproved },
  );
}

/** Refuses what overlaps or closes a circle with those that hold or will. In a turn of `organisation`. */
export async function checkBesideOthers(tx: Transaction, one: StandIn, now: string): Promise<void> {
  const others = await tx.select(
    SubstitutionRow,
    'r.id <> $1 AND r.cancel_time IS NULL AND r.end_time > $2 AND r.start_time < $3 AND r.end_time > $4',
    [one.id, now, one.endTime, one.startTime],
  );
  if (overlapping(one, others)) throw refused('substitution-overlaps', 'startTime');
  if (closesLoop(one, others)) throw refused('substitution-loop', 'substituteId');
}

/** Ends what somebody who leaves the company does for others. As identity itself, in a turn of `organisation`. */
export async function endSubstitutionsBy(tx: Transaction, substituteId: string): Promise<void> {
  const now = await databaseTime(tx);
  const rows = await tx.select(
    SubstitutionRow,
    'r.substitute_id = $1 AND r.cancel_time IS NULL AND r.end_time > $2',
    [substituteId, now],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const row of rows) {
    const begun = statusAt(row, now) === 'active';
    const changes = begun ? { endTime: now } : { cancelTime: now };
    tellOfSubstitution(tx, tx.update<SubstitutionRow>(SubstitutionRow, row, changes));
  }
}

function refused(reason: string, field: string): AppError {
  return new AppError('conflict', reason, { fields: [{ field: `substitution.${field}`, reason }] });
}
