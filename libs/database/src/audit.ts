import type { Call } from '@kontor/access/call';
import { insertColumns } from './bulk-insert.js';
import { newId } from './new-id.js';

export const auditColumns = insertColumns(
  'id uuid',
  'person_id text',
  'service text',
  'action text',
  'object text',
  'object_id text',
  'version integer',
  'changes text',
  'outcome text',
  'request_id text',
  'on_behalf_of text',
);

/** What happened to which record. */
export interface AuditEntry {
  action: string;
  object: string;
  objectId: string;
  version?: number | undefined;
  /** Changed fields: name → [before, after]; or other detail. */
  changes?: object | undefined;
  outcome?: 'done' | 'refused';
}

/** The values of an audit row, in the order of auditColumns. `onBehalfOf`: in whose place a person acted. */
export function auditRow(call: Call, entry: AuditEntry, onBehalfOf?: string): unknown[] {
  return [
    newId(),
    call.caller.personId,
    call.caller.service ?? null,
    entry.action,
    entry.object,
    entry.objectId,
    entry.version ?? null,
    entry.changes ? JSON.stringify(entry.changes) : null,
    entry.outcome ?? 'done',
    call.requestId,
    onBehalfOf ?? null,
  ];
}

/**
 * Which fields differ: name → [before, after]. Values are compared as JSON. Custom fields are named one by one,
 * `custom.<key>`, as rights name them.
 */
export function differences(before: object, after: object): Record<string, [unknown, unknown]> {
  const old = before as Record<string, unknown>;
  const result: Record<string, [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(after)) {
    if (name === 'version' || name === 'etag' || name === 'updateTime') continue;
    const was = old[name];
    if (was === value || JSON.stringify(was) === JSON.stringify(value)) continue;
    if (name === 'custom') {
      Object.assign(result, customDifferences(was, value));
      continue;
    }
    result[name] = [was ?? null, value ?? null];
  }
  return result;
}

function customDifferences(before: unknown, after: unknown): Record<string, [unknown, unknown]> {
  const [old, now] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  return Object.fromEntries(
    keys.flatMap((key): [string, [unknown, unknown]][] => {
      const [was, is] = [old?.[key] ?? null, now?.[key] ?? null];
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [[`custom.${key}`, [was, is]]];
    }),
  );
}
