import { Injectable } from '@nestjs/common';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { RecordedEntry } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import { massReadLimits } from '@kontor/service/config';
import { PersonRow } from '../person/person.entity.js';
import { massReadLimit, massReadWindow } from './rules/mass-read.js';

/** Somebody read more than work asks for. */
interface MassRead {
  id: string;
  personId: string;
  rows: number;
  limit: number;
  time: string;
}

const window = `$2::timestamptz - ${massReadWindow} * interval '1 ms'`;

const readWithinWindow = `
  SELECT coalesce(sum((changes::jsonb ->> 'rows')::bigint), 0)::float8 AS rows FROM audit_entry
  WHERE person_id = $1 AND action = 'bulk-read' AND time > ${window} AND time <= $2`;

/**
 * Adds up what people read in all services, and raises an alarm to the superior and the administrators: once an hour at
 * most of each person. Times are those of the reads, so that an alarm comes late rather than never.
 */
@Injectable()
export class MassReads {
  private readonly limits = massReadLimits();

  /** Looks at entries that were just appended; the head of the audit must be locked. */
  async notice(tx: Transaction, added: readonly RecordedEntry[]): Promise<void> {
    const latest = new Map<string, string>();
    for (const { action, personId, time } of added) {
      if (action !== 'bulk-read' || !personId) continue;
      const moment = new Date(time ?? 0).toISOString();
      if (moment > (latest.get(personId) ?? '')) latest.set(personId, moment);
    }
    for (const [personId, time] of latest) await this.look(tx, personId, time);
  }

  private async look(tx: Transaction, personId: string, time: string): Promise<void> {
    const [sum] = await tx.query<{ rows: number }>(readWithinWindow, [personId, time]);
    const person = await tx.find(PersonRow, personId);
    const limit = massReadLimit(person?.status, this.limits);
    const rows = sum?.rows ?? 0;
    if (rows <= limit) return;
    const told = await tx.query(`SELECT 1 FROM mass_read WHERE person_id = $1 AND time > ${window}`, [
      personId,
      time,
    ]);
    if (told.length > 0) return;
    await tx.query('INSERT INTO mass_read (person_id, time, rows) VALUES ($1, $2, $3)', [
      personId,
      time,
      rows,
    ]);
    await raise(tx, { id: uuidv7(), personId, rows, limit, time }, person);
  }
}

async function raise(tx: Transaction, read: MassRead, person: PersonRow | undefined): Promise<void> {
  const { id, personId, rows, limit, time } = read;
  tx.audit({ action: 'mass-read', object: 'person', objectId: personId, changes: { rows, limit } });
  tx.emit(
    'kontor.identity.v1.MassReadNoticed',
    { id, version: 1 },
    { id, personId, rows: String(rows), limit: String(limit), time },
  );
  for (const recipient of await recipients(tx, person)) {
    requestNotice(tx, {
      noticeId: uuidv5(recipient, id),
      personId: recipient,
      template: 'mass-read',
      about: `people/${personId}`,
      values: { personName: person?.name ?? personId, rows: String(rows), limit: String(limit) },
    });
  }
}

/** The superior and everybody who administers, but never the reader. */
async function recipients(tx: Transaction, person: PersonRow | undefined): Promise<Set<string>> {
  const administrators = await tx.select(
    PersonRow,
    `r.roles @> '["administrator"]'::jsonb AND r.status IN ('active', 'leaving')`,
    [],
  );
  const ids = new Set(administrators.map(({ id }) => id));
  if (person?.managerId) ids.add(person.managerId);
  if (person) ids.delete(person.id);
  return ids;
}
