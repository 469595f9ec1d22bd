import type { Caller } from '@kontor/access/caller';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { coveredFields } from '@kontor/query/covered-fields';
import type { QueryFields } from '@kontor/query/fields';
import { customerList } from '../customer/customer-fields.js';
import { ruleFields } from './rules/rule-fields.js';
import { SegmentEvaluation, type Segment } from './segment.entity.js';

/**
 * The fields that being a member tells of: those of the rule, and of every rule before it whose members have not been
 * gone through yet. None of a segment kept by hand.
 */
export async function fieldsTold(tx: Transaction, segment: RuledSegment): Promise<string[]> {
  return (await fieldsToldBy(tx, [segment])).get(segment.id) ?? [];
}

/** What of a segment tells by which rule its members are in. */
type RuledSegment = Pick<Segment, 'id' | 'kind' | 'rule'>;

/** The same of many segments, by their ids, in one statement. */
export async function fieldsToldBy(
  tx: Transaction,
  segments: readonly RuledSegment[],
): Promise<Map<string, string[]>> {
  const dynamic = segments.filter(({ kind }) => kind === 'dynamic');
  if (dynamic.length === 0) return new Map();
  const evaluations = await tx.select(SegmentEvaluation, 'r.segment_id = ANY ($1::uuid[])', [
    dynamic.map(({ id }) => id),
  ]);
  const known = new Map(evaluations.map((one) => [one.segmentId, one.ruleFields]));
  return new Map(
    dynamic.map(({ id, rule }) => [id, [...new Set([...ruleFields(rule), ...(known.get(id) ?? [])])]]),
  );
}

/** The fields of customers that a caller does not see; undefined where the caller sees all. */
export function hiddenFields(caller: Caller, fields: QueryFields): string[] | undefined {
  const covered = coveredFields(caller, customerList);
  return covered && [...fields.values()].filter(covered).map(({ name }) => name);
}

/** Throws forbidden segment-by-hidden-field where these fields tell the caller of one that the caller does not see. */
export function mayBeTold(caller: Caller, told: readonly string[], fields: QueryFields): void {
  const hidden = hiddenFields(caller, fields);
  if (!hidden) return;
  // Of a field that is no more nobody can say who may see it.
  if (told.some((name) => hidden.includes(name) || !fields.has(name)))
    throw new AppError('forbidden', 'segment-by-hidden-field');
}
