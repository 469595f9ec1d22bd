import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import type { AuditRecorded, RecordedEntry } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { Transaction } from '@kontor/database/transaction';
import { lockHead, type AuditHead } from './audit-head.js';
import { chainHash, type ChainedEntry } from './rules/chain.js';

const insertEntries = `
  INSERT INTO audit_entry (seq, id, service, time, person_id, on_behalf_of, action, object, object_id, version,
    changes, outcome, request_id, hash)
  SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::text[],
    $8::text[], $9::text[], $10::int[], $11::text[], $12::text[], $13::text[], $14::bytea[])`;

/** Appends to the central audit. */
@Injectable()
export class AuditLog {
  /**
   * Chains and stores the entries that are not there yet, in their order, and returns them with the head as it was left;
   * the head stays locked until the transaction ends. An entry that comes again is passed over.
   */
  async append(
    tx: Transaction,
    { service, entries }: AuditRecorded,
  ): Promise<{ head: AuditHead; added: RecordedEntry[] }> {
    const before = await lockHead(tx);
    const added = await unknown(tx, entries);
    if (added.length === 0) return { head: before, added };
    let head = before;
    const rows = added.map((entry) => {
      const chained = chainedEntry(service, entry, BigInt(head.seq) + 1n);
      head = { seq: chained.seq, hash: chainHash(head.hash, chained) };
      return { ...chained, hash: head.hash };
    });
    const columns = [
      ...([
        'seq',
        'id',
        'service',
        'time',
        'personId',
        'onBehalfOf',
        'action',
        'object',
        'objectId',
      ] as const),
      ...(['version', 'changes', 'outcome', 'requestId', 'hash'] as const),
    ];
    await tx.query(
      insertEntries,
      columns.map((column) => rows.map((row) => row[column])),
    );
    await tx.query('UPDATE audit_head SET seq = $1, hash = $2', [head.seq, head.hash]);
    return { head, added };
  }
}

async function unknown(tx: Transaction, entries: readonly RecordedEntry[]): Promise<RecordedEntry[]> {
  const ids = new Map(entries.map((entry) => [entry.id, entry]));
  const known = await tx.query<{ id: string }>('SELECT id FROM audit_entry WHERE id = ANY ($1::uuid[])', [
    [...ids.keys()],
  ]);
  for (const { id } of known) ids.delete(id);
  return [...ids.values()];
}

/** What is hashed is exactly what is stored, so that both can be compared ever after. */
function chainedEntry(service: string, entry: RecordedEntry, seq: bigint): ChainedEntry {
  const { id, time, personId, onBehalfOf, action, object, objectId, version, changes, outcome, requestId } =
    entry;
  return {
    seq: seq.toString(),
    id,
    service,
    time: new Date(time ?? 0).toISOString(),
    personId: uuidOrNull(personId),
    onBehalfOf: uuidOrNull(onBehalfOf),
    action,
    object,
    objectId,
    version: version ?? null,
    changes: changes ?? null,
    outcome,
    requestId,
  };
}

function uuidOrNull(text: string | undefined): string | null {
  return isUuid(text) ? (text as string).toLowerCase() : null;
}
