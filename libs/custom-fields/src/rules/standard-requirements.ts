import type { FieldViolation } from '@kontor/errors/app-error';
import { always } from './custom-changes.js';
import type { Requirement } from './form-requirements.js';

/** What is asked of the fields of the contract when a record is written. */
export interface AskedRecord {
  /** The record as it will stand. */
  after: Readonly<Record<string, unknown>>;
  /** Fields that this change names. */
  named: ReadonlySet<string>;
  /** Fields said to be unknown, as the record will have it. */
  unknown: readonly string[];
  /** Those of them that were said to be unknown before. */
  unknownBefore: readonly string[];
  /** Stage in which the record will be; undefined where its object has none. */
  stage: string | undefined;
  /** Whether it enters the stage with this change; true for one that is made. */
  entersStage: boolean;
  mayWrite: (field: string) => boolean;
}

/**
 * The fields of the contract at fault: those without a value that a form asks for at this stage, and those said to be
 * unknown though no form lets them be. Asked when a record is made, when it enters a stage and when such a field is
 * cleared; custom fields are asked for by their own rule.
 */
export function standardFaults(
  requirements: ReadonlyMap<string, Requirement>,
  { after, named, unknown, unknownBefore, stage, entersStage, mayWrite }: AskedRecord,
): FieldViolation[] {
  const refused = unknown.flatMap((field, i): FieldViolation[] =>
    unknownBefore.includes(field) || requirements.get(field)?.unknownAllowed
      ? []
      : [{ field: `unknownFields[${i}]`, reason: 'custom-unknown-refused' }],
  );
  const missing = [...requirements].flatMap(([field, { stages, unknownAllowed }]): FieldViolation[] => {
    if (field.startsWith('custom.') || !isAsked(stages, stage) || !mayWrite(field)) return [];
    if (!entersStage && !named.has(field) && !named.has('unknownFields')) return [];
    if (isFilled(after[field])) return [];
    if (unknownAllowed && (unknown.includes(field) || after[field] === 'unknown')) return [];
    return [{ field, reason: 'custom-required', params: { stage: stage ?? always } }];
  });
  return [...refused, ...missing];
}

/** Whether something is asked for at a stage. */
function isAsked(stages: readonly string[], stage: string | undefined): boolean {
  return stages.includes(always) || (stage !== undefined && stages.includes(stage));
}

/** Whether a field of the contract says something: the word unknown says nothing. */
export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === 'unknown') return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}
