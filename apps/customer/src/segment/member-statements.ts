import type { SegmentMembersChange } from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import type { Transaction } from '@kontor/database/transaction';
import type { QueryFields } from '@kontor/query/fields';
import { filterSql } from '@kontor/query/filter-sql';
import { parseFilter } from '@kontor/query/filter';
import { Customer } from '../customer/customer.entity.js';
import { holdEvaluation } from './evaluation.js';
import { checkFilter } from './segment-rule.js';

/** Members that change in one call at most; there may be more to do then. */
const mostAtOnce = 20_000;

/** Which customers: by id, or all that match a filter. */
export interface Picked {
  customerIds: readonly string[];
  filter: string;
  /** What filters of customers may ask by. */
  fields: QueryFields;
}

/** Adds customers that the caller reaches to a static segment, and notes who came in. Audited as one row. */
export async function addMembers(
  tx: Transaction,
  segmentId: string,
  picked: Picked,
): Promise<SegmentMembersChange> {
  const params = paramsOf(tx, segmentId);
  const { matches, visible } = condition(tx, picked, params);
  await holdEvaluation(tx);
  const rows = await tx.query<{ count: number }>(
    `WITH picked AS (
         SELECT r.id, r.guardian_id FROM customer r
         WHERE (${matches}) AND ${visible}
           AND NOT EXISTS (SELECT 1 FROM segment_member m WHERE m.segment_id = $1::uuid AND m.customer_id = r.id)
         LIMIT ${mostAtOnce}),
       changed AS (
         INSERT INTO segment_member (segment_id, customer_id, enter_time, guardian_id)
         SELECT $1::uuid, id, $2::timestamptz, guardian_id FROM picked ON CONFLICT DO NOTHING RETURNING customer_id)
     ${noted(true)}`,
    params,
  );
  return told(tx, segmentId, 'add-members', rows[0]?.count ?? 0);
}

/** Takes customers that the caller reaches out of a static segment, and notes who left. Audited as one row. */
export async function removeMembers(
  tx: Transaction,
  segmentId: string,
  picked: Picked,
): Promise<SegmentMembersChange> {
  const params = paramsOf(tx, segmentId);
  const { matches, visible } = condition(tx, picked, params);
  const rows = await tx.query<{ count: number }>(
    `WITH picked AS (
         SELECT r.id FROM segment_member m JOIN customer r ON r.id = m.customer_id
         WHERE m.segment_id = $1::uuid AND (${matches}) AND ${visible} LIMIT ${mostAtOnce}),
       changed AS (
         DELETE FROM segment_member m USING picked p
         WHERE m.segment_id = $1::uuid AND m.customer_id = p.id AND $2::timestamptz IS NOT NULL RETURNING m.customer_id)
     ${noted(false)}`,
    params,
  );
  return told(tx, segmentId, 'remove-members', rows[0]?.count ?? 0);
}

function paramsOf(tx: Transaction, segmentId: string): unknown[] {
  return [segmentId, tx.now, tx.call.caller.personId];
}

/** Throws `invalid` naming `filter`, and forbidden where it asks by what the caller does not see. */
function condition(tx: Transaction, { customerIds, filter, fields }: Picked, params: unknown[]) {
  let matches: string;
  if (filter) {
    const parsed = parseFilter(filter, fields);
    checkFilter(tx.call.caller, parsed, fields);
    matches = filterSql(parsed, fields, params, 'r');
  } else matches = `r.id = ANY ($${params.push(customerIds)}::uuid[])`;
  return { matches, visible: tx.visible(Customer, 'r', params) };
}

const noted = (entered: boolean): string => `,
  noted AS (
    INSERT INTO segment_change (id, segment_id, customer_id, entered, time, actor_id, rule_fields)
    SELECT uuidv7(), $1::uuid, customer_id, ${entered}, $2::timestamptz, $3::uuid, '{}' FROM changed)
  SELECT count(*)::int AS count FROM changed`;

function told(tx: Transaction, segmentId: string, action: string, changed: number): SegmentMembersChange {
  if (changed > 0) tx.audit({ action, object: 'segment', objectId: segmentId, changes: { changed } });
  return { changed, more: changed === mostAtOnce };
}
