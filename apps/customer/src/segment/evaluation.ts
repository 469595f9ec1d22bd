import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { QueryFields } from '@kontor/query/fields';
import { filterMatches } from '@kontor/query/filter-match';
import { filterSql } from '@kontor/query/filter-sql';
import { Customer } from '../customer/customer.entity.js';
import type { SegmentEvaluation } from './segment.entity.js';
import { companyToday, ruleOn } from './segment-rule.js';
import { ruleFields } from './rules/rule-fields.js';

/** What rules are read by. */
export interface RuleTerms {
  /** The company's IANA zone. */
  timeZone: string;
  /** The fields of customers, with those added at run time. */
  fields: QueryFields;
}

/** Customers gone through in one transaction. */
export const batchSize = 2_000;

/**
 * Locks of the database (advisory, ended by the transaction) that set in order what is worked out of rules: a batch
 * excludes single customers meanwhile, each of which excludes itself. Users wait for none of them.
 */
const evaluationLock = 1_763_700_050;

/**
 * Goes through the segments by rule for customers that changed, as they stand now: an event that comes late or twice
 * changes nothing. Rules and customers are read under the lock, so that none is older than what a batch has seen. Where
 * there is no such segment, one statement says so: one that comes later finds these customers in its first batches.
 */
export async function evaluateCustomers(
  tx: Transaction,
  customerIds: readonly string[],
  { timeZone, fields }: RuleTerms,
): Promise<void> {
  const [some] = await tx.query(`SELECT 1 AS some FROM segment WHERE kind = 'dynamic' LIMIT 1`);
  if (!some) return;
  const ids = [...new Set(customerIds)];
  await Promise.all([
    tx.query(`SELECT pg_advisory_xact_lock_shared(${evaluationLock})`),
    // In one order everywhere, so that two replicas with the same customers wait for each other instead of locking up.
    tx.query(
      `SELECT pg_advisory_xact_lock(${evaluationLock + 1}, hash)
       FROM (SELECT DISTINCT hashtext(id) AS hash FROM unnest($1::text[]) AS wanted (id) ORDER BY hash) hashes`,
      [ids],
    ),
  ]);
  const [rules, customers, members, today] = await Promise.all([
    tx.query<{ id: string; rule: string; told: string[] | null }>(
      `SELECT s.id, s.rule, e.rule_fields AS told FROM segment s LEFT JOIN segment_evaluation e ON e.segment_id = s.id
       WHERE s.kind = 'dynamic' ORDER BY s.id`,
    ),
    tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]),
    tx.query<{ name: string }>(
      `SELECT segment_id || ' ' || customer_id AS name FROM segment_member WHERE customer_id = ANY ($1::uuid[])`,
      [ids],
    ),
    companyToday(tx, timeZone),
  ]);
  const isMember = new Set(members.map(({ name }) => name));
  const changes = rules.flatMap(({ id: segmentId, rule, told }) => {
    const filter = readable(() => ruleOn(rule, fields, today));
    if (!filter) return [];
    return customers.flatMap((customer) => {
      const entered = filterMatches(filter, fields, customer);
      if (entered === isMember.has(`${segmentId} ${customer.id}`)) return [];
      return [{ segmentId, customerId: customer.id, entered, told: told ?? ruleFields(rule) }];
    });
  });
  if (changes.length > 0) await changeMembership(tx, changes);
}

/** Notes in the members whose a customer is now. After a change of owner, of segments of both kinds. */
export async function followGuardian(tx: Transaction, customerId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${evaluationLock})`);
  await tx.query(
    `UPDATE segment_member m SET guardian_id = c.guardian_id FROM customer c
     WHERE m.customer_id = $1 AND c.id = $1 AND m.guardian_id <> c.guardian_id`,
    [customerId],
  );
}

/** Takes a customer that is back from a merge out of segments that were deleted meanwhile. */
export async function forgetSegmentsGone(tx: Transaction, customerId: string): Promise<void> {
  await tx.query(
    `DELETE FROM segment_member m WHERE m.customer_id = $1
       AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.id = m.segment_id)`,
    [customerId],
  );
}

/**
 * Has events of customers wait until this transaction ends, so that those that come behind it find what it adds. For
 * members that are added by hand.
 */
export async function holdEvaluation(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${evaluationLock})`);
}

async function changeMembership(
  tx: Transaction,
  changes: readonly { segmentId: string; customerId: string; entered: boolean; told: readonly string[] }[],
): Promise<void> {
  await tx.query(
    `WITH change AS (
         SELECT c.*, ARRAY(SELECT jsonb_array_elements_text(told::jsonb)) AS rule_fields
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[], $6::text[])
           AS c (id, segment_id, customer_id, entered, told)),
       entering AS (
         INSERT INTO segment_member (segment_id, customer_id, enter_time, guardian_id)
         SELECT segment_id, customer_id, $5::timestamptz, c.guardian_id FROM change JOIN customer c ON c.id = customer_id
         WHERE entered ON CONFLICT DO NOTHING),
       leaving AS (
         DELETE FROM segment_member m USING change c
         WHERE m.customer_id = c.customer_id AND m.segment_id = c.segment_id AND NOT c.entered)
     INSERT INTO segment_change (id, segment_id, customer_id, entered, time, rule_fields)
     SELECT id, segment_id, customer_id, entered, $5::timestamptz, rule_fields FROM change`,
    [
      changes.map(() => uuidv7()),
      changes.map(({ segmentId }) => segmentId),
      changes.map(({ customerId }) => customerId),
      changes.map(({ entered }) => entered),
      tx.now,
      changes.map(({ told }) => JSON.stringify(told)),
    ],
  );
}

/**
 * One step of going through all customers for one segment: a batch in a transaction of its own, with how far it got, so
 * that a process that dies has lost nothing but its batch. Also removes the members of a segment that is no more.
 * Resolves to whether there may be more to do at once.
 */
export function evaluationStep(work: UnitOfWork, { timeZone, fields }: RuleTerms): Promise<boolean> {
  return work.write(serviceCall('customer', 'segments'), async (tx) => {
    const today = await companyToday(tx, timeZone);
    // What asks by `today` is gone through anew once the day has changed.
    await tx.query(
      `UPDATE segment_evaluation SET state = 'evaluating', cursor = NULL, day = $1::date
       WHERE daily AND state <> 'removing' AND day < $1::date`,
      [today.day],
    );
    const [due] = await tx.query<SegmentEvaluation & { rule: string | null }>(
      `SELECT e.segment_id AS "segmentId", e.state, e.cursor, to_char(e.day, 'YYYY-MM-DD') AS day, s.rule
       FROM segment_evaluation e LEFT JOIN segment s ON s.id = e.segment_id
       WHERE e.state IN ('evaluating', 'removing') ORDER BY e.segment_id LIMIT 1 FOR UPDATE OF e SKIP LOCKED`,
    );
    if (!due) return false;
    if (due.state === 'removing' || due.rule === null) return removeMembers(tx, due.segmentId);
    await tx.query(`SELECT pg_advisory_xact_lock(${evaluationLock})`);
    // Read under the lock: a rule that was changed meanwhile begins from the start in its own transaction.
    const [segment] = await tx.query<{ rule: string }>('SELECT rule FROM segment WHERE id = $1', [
      due.segmentId,
    ]);
    const filter = readable(() => ruleOn(segment?.rule ?? '', fields, { day: due.day, timeZone }));
    if (!filter) return end(tx, due.segmentId, 'failed');
    const told = ruleFields(segment?.rule ?? '');
    const params: unknown[] = [due.segmentId, due.cursor ?? null, tx.now];
    const matches = filterSql(filter, fields, params, 'r');
    const [batch] = await tx.query<{ last: string | null; seen: number }>(batchSql(matches), params);
    failPoint('segment.after-batch');
    if (!batch?.last || batch.seen < batchSize) return end(tx, due.segmentId, 'ready', told);
    await tx.query('UPDATE segment_evaluation SET cursor = $2 WHERE segment_id = $1', [
      due.segmentId,
      batch.last,
    ]);
    return true;
  });
}

const batchSql = (matches: string): string => `
  WITH batch AS MATERIALIZED (
      SELECT r.id, r.guardian_id, coalesce((${matches}), false) AS matches FROM customer r
      WHERE $2::uuid IS NULL OR r.id > $2::uuid ORDER BY r.id LIMIT ${batchSize}),
    entering AS (
      INSERT INTO segment_member (segment_id, customer_id, enter_time, guardian_id)
      SELECT $1::uuid, id, $3::timestamptz, guardian_id FROM batch WHERE matches ON CONFLICT DO NOTHING RETURNING customer_id),
    leaving AS (
      DELETE FROM segment_member m USING batch b
      WHERE m.segment_id = $1::uuid AND m.customer_id = b.id AND NOT b.matches RETURNING m.customer_id),
    noted AS (
      INSERT INTO segment_change (id, segment_id, customer_id, entered, time, rule_fields)
      SELECT uuidv7(), $1::uuid, customer_id, entered, $3::timestamptz, e.rule_fields FROM (
        SELECT customer_id, true AS entered FROM entering UNION ALL SELECT customer_id, false FROM leaving) changed
      CROSS JOIN segment_evaluation e WHERE e.segment_id = $1::uuid)
  SELECT (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last, count(*)::int AS seen FROM batch`;

/** `told`: the fields of the rule that all members now satisfy; where it failed, older ones may still be in. */
async function end(
  tx: Transaction,
  segmentId: string,
  state: 'ready' | 'failed',
  told?: readonly string[],
): Promise<true> {
  await tx.query(
    `UPDATE segment_evaluation SET state = $2, cursor = NULL, evaluate_time = $3,
       rule_fields = coalesce($4::text[], rule_fields) WHERE segment_id = $1`,
    [segmentId, state, tx.now, told ?? null],
  );
  return true;
}

async function removeMembers(tx: Transaction, segmentId: string): Promise<true> {
  const removed = await tx.query(
    `DELETE FROM segment_member m WHERE m.segment_id = $1 AND m.customer_id IN
       (SELECT customer_id FROM segment_member WHERE segment_id = $1 LIMIT ${batchSize}) RETURNING 1 AS one`,
    [segmentId],
  );
  if (removed.length < batchSize)
    await tx.query('DELETE FROM segment_evaluation WHERE segment_id = $1', [segmentId]);
  return true;
}

/** Undefined where a field of the rule is no more: its members stay as they are until somebody changes the rule. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
