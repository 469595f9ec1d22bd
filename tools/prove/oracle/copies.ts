import type { Tallies } from '../claim.ts';
import type { Ledger } from '../faults/ledger.ts';
import type { Stage } from '../stage/stage.ts';

/** Read copies equal their source: people in the services that copy them, plans of reminders in notification. */
export async function checkCopies(stage: Stage, ledger: Ledger, tallies: Tallies): Promise<void> {
  const tally = tallies.of('copies-differing');
  const select = (version: string, table: string): string =>
    `SELECT id, ${version} AS version, email, name, manager_id, roles, status, language, time_zone FROM ${table}
     ORDER BY id`;
  const people = await stage.database('identity', (query) =>
    query<{ id: string }>(select('version', 'person')),
  );
  for (const service of ['customer', 'notification']) {
    const copies = await stage.database(service, (query) =>
      query<{ id: string }>(select('person_version', 'person_copy')),
    );
    const byId = new Map(copies.map((copy) => [copy.id, JSON.stringify(copy)]));
    for (const person of people) {
      const original = JSON.stringify(person);
      const copy = byId.get(person.id);
      tally.check(copy === original ? undefined : `${service} has ${copy} of ${original}`);
    }
    if (copies.length > people.length) tally.failed(`${service} knows people who are nowhere`);
  }
  await checkPlans(stage, ledger, tallies);
}

async function checkPlans(stage: Stage, ledger: Ledger, tallies: Tallies): Promise<void> {
  const rows = await stage.database('notification', (query) =>
    query<{ key: string; revision: number; cancelled: boolean; due_time: string }>(
      'SELECT key, revision, cancelled, due_time FROM reminder',
    ),
  );
  const plans = new Map(rows.map((row) => [row.key, row]));
  const last = new Map(ledger.reminders.map(({ customerId, revision }) => [customerId, revision]));
  for (const [customerId, revision] of last) {
    const plan = plans.get(`customers/${customerId}/next-contact`);
    const dueTime = ledger.customers.get(customerId)?.plan?.dueTime;
    const agrees = plan?.revision === revision && plan.cancelled === (dueTime === undefined);
    const same = agrees && (dueTime === undefined || plan.due_time === dueTime);
    const fault = `customer ${customerId}: ${JSON.stringify(plan)}, accepted revision ${revision} for ${dueTime}`;
    tallies.of('copies-differing').check(same ? undefined : fault);
  }
}
