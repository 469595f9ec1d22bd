import type { Tallies } from '../claim.ts';
import type { Ledger } from '../faults/ledger.ts';
import type { Stage } from '../stage/stage.ts';

/** A delivery with the occurrence that it tells of. */
interface DeliveryRow {
  id: string;
  state: string;
  reason: string;
  occurrence: string;
}

/**
 * The fourth witness: the mail server has of each occurrence one message at most (`mails-twice`), and one unless the
 * delivery says that it failed, was called off or may not have left (`mails-missing`).
 */
export async function checkMail(
  stage: Stage,
  ledger: Ledger,
  tallies: Tallies,
  say: (line: string) => void,
): Promise<void> {
  const deliveries = await stage.database('notification', (query) =>
    query<DeliveryRow>(
      `SELECT d.id, d.state, d.reason, concat_ws('/', o.reminder_id, o.instant, d.person_id) AS occurrence
       FROM delivery d JOIN occurrence o ON o.id = d.notice_id WHERE d.person_id = ANY ($1)`,
      [ledger.owners],
    ),
  );
  const copies = new Map<string, number>();
  for (const { deliveryId } of stage.sink.mails) copies.set(deliveryId, (copies.get(deliveryId) ?? 0) + 1);
  const perOccurrence = Map.groupBy(deliveries, ({ occurrence }) => occurrence);
  for (const [occurrence, rows] of perOccurrence) {
    const mails = rows.reduce((sum, { id }) => sum + (copies.get(id) ?? 0), 0);
    tallies.of('mails-twice').check(mails > 1 ? `${mails} mails for ${occurrence}` : undefined);
  }
  for (const row of deliveries) {
    const { id, state, reason } = row;
    const mails = copies.get(id) ?? 0;
    const fault = `delivery ${id} is ${state} (${reason}) and the server has ${mails}`;
    if (state !== 'unknown') tallies.of('mails-missing').check(wrong(row, mails) ? fault : undefined);
  }
  const unknown = deliveries.filter(({ state }) => state === 'unknown');
  const left = unknown.filter(({ id }) => copies.has(id)).length;
  say(`${deliveries.length} deliveries; ${unknown.length} unknown, of which ${left} did arrive`);
  await checkFired(stage, ledger, tallies);
}

function wrong({ state, reason }: DeliveryRow, mails: number): boolean {
  if (state === 'accepted') return mails === 0;
  return mails > 0 || !['reminder-moved', 'reminder-cancelled'].includes(reason);
}

/** Every plan that stands has come to its notice, in this or an earlier revision for the same moment. */
async function checkFired(stage: Stage, ledger: Ledger, tallies: Tallies): Promise<void> {
  const rows = await stage.database('notification', (query) =>
    query<{ key: string; fired: number }>(
      `SELECT r.key, count(d.id)::int AS fired FROM reminder r
       LEFT JOIN occurrence o ON o.reminder_id = r.id AND o.state = 'fired' AND o.instant = r.due_moment
       LEFT JOIN delivery d ON d.notice_id = o.id AND d.reason NOT IN ('reminder-moved', 'reminder-cancelled')
       WHERE NOT r.cancelled AND r.person_id = ANY ($1) GROUP BY r.key`,
      [ledger.owners],
    ),
  );
  for (const { key, fired } of rows) {
    const fault = `${key} has ${fired} messages for the moment that stands`;
    tallies.of('reminders-fired-once').check(fired === 1 ? undefined : fault);
  }
}
