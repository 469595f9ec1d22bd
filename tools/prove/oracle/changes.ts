import type { Tallies, Tally } from '../claim.ts';
import type { Ledger } from '../faults/ledger.ts';
import type { Query, Stage } from '../stage/stage.ts';

/** A table whose every change is audited and told. */
interface Told {
  service: string;
  table: string;
  /** Which rows are this run's; $1 is the list of its people. */
  ours: string;
  /** Event types of which each version has exactly one. */
  types: readonly string[];
}

const customersOfRun = 'SELECT id FROM customer WHERE owner_id = ANY ($1)';

const told: readonly Told[] = [
  {
    service: 'customer',
    table: 'customer',
    ours: 'owner_id = ANY ($1)',
    types: ['kontor.customer.v1.CustomerCreated', 'kontor.customer.v1.CustomerChanged'],
  },
  {
    service: 'customer',
    table: 'contact',
    ours: `customer_id IN (${customersOfRun})`,
    types: ['kontor.customer.v1.ContactChanged'],
  },
  {
    service: 'customer',
    table: 'interaction',
    ours: `customer_id IN (${customersOfRun})`,
    types: ['kontor.customer.v1.InteractionLogged'],
  },
  {
    service: 'identity',
    table: 'person',
    ours: 'id = ANY ($1)',
    types: ['kontor.identity.v1.PersonChanged'],
  },
];

/**
 * The second witness against itself: a record of version n has n audit rows (`audit-is-not-changes`) and n events
 * (`change-without-event`), and no event tells of a record or a version that is not there (`events-without-change`).
 */
export async function checkChanges(stage: Stage, ledger: Ledger, tallies: Tallies): Promise<void> {
  const silent = tallies.of('change-without-event');
  const ghosts = tallies.of('events-without-change');
  for (const one of told) {
    await stage.database(one.service, async (query) => {
      await checkAudit(query, one, ledger, tallies.of('audit-is-not-changes'));
      await checkEvents(query, one, ledger, silent, ghosts);
    });
  }
  await stage.database('customer', (query) => checkReminders(query, ledger, silent, ghosts));
}

async function checkAudit(query: Query, { table, ours }: Told, ledger: Ledger, tally: Tally): Promise<void> {
  const rows = await query<{ id: string; version: number; audits: number; versions: number }>(
    `SELECT t.id, t.version, count(a.id)::int AS audits, count(DISTINCT a.version)::int AS versions
     FROM (SELECT * FROM ${table} WHERE ${ours}) t
     LEFT JOIN audit a ON a.object = '${table}' AND a.object_id = t.id::text AND a.outcome = 'done'
       AND a.action IN ('create', 'update')
     GROUP BY t.id, t.version`,
    [ledger.owners],
  );
  for (const { id, version, audits, versions } of rows) {
    tally.tried(version);
    if (audits !== version || versions !== version) {
      tally.failed(`${table} ${id} of version ${version} has ${audits} audit rows of ${versions} versions`);
    }
  }
  const strays = await query<{ object_id: string }>(
    `SELECT a.object_id FROM audit a WHERE a.object = '${table}' AND a.action IN ('create', 'update')
       AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.id::text = a.object_id)`,
  );
  for (const { object_id } of strays) tally.failed(`${table} ${object_id} is audited but not there`);
}

async function checkEvents(
  query: Query,
  one: Told,
  ledger: Ledger,
  silent: Tally,
  ghosts: Tally,
): Promise<void> {
  const { table, ours, types } = one;
  const rows = await query<{ id: string; version: number; events: number; versions: number }>(
    `SELECT t.id, t.version, count(o.id)::int AS events, count(DISTINCT o.version)::int AS versions
     FROM (SELECT * FROM ${table} WHERE ${ours}) t
     LEFT JOIN outbox o ON o.aggregate_id = t.id::text AND o.type = ANY ($2) AND o.version BETWEEN 1 AND t.version
     GROUP BY t.id, t.version`,
    [ledger.owners, types],
  );
  for (const { id, version, events, versions } of rows) {
    silent.tried(version);
    ghosts.tried(events);
    if (versions < version)
      silent.failed(`${table} ${id} of version ${version} has events of ${versions} versions`);
    if (events > versions) ghosts.failed(`${table} ${id} has ${events} events of ${versions} versions`);
  }
  const strays = await query<{ id: string; aggregate_id: string; version: number }>(
    `SELECT o.id, o.aggregate_id, o.version FROM outbox o LEFT JOIN ${table} t ON t.id::text = o.aggregate_id
     WHERE o.type = ANY ($1) AND (t.id IS NULL OR o.version > t.version)`,
    [types],
  );
  for (const event of strays) {
    ghosts.failed(`event ${event.id} tells of version ${event.version} of ${table} ${event.aggregate_id}`);
  }
}

/** Every talk that planned or cancelled a next contact left one event about it, and there are no others. */
async function checkReminders(query: Query, ledger: Ledger, silent: Tally, ghosts: Tally): Promise<void> {
  const rows = await query<{ customerId: string; revision: number; set: boolean }>(
    `SELECT o.aggregate_id AS "customerId", o.version AS revision, o.type = 'kontor.notification.v1.ReminderSet' AS set
     FROM outbox o JOIN customer c ON c.id::text = o.aggregate_id
     WHERE o.type LIKE 'kontor.notification.v1.Reminder%' AND c.owner_id = ANY ($1)`,
    [ledger.owners],
  );
  const key = (one: { customerId: string; revision: number; set: boolean }): string =>
    `${one.customerId}/${one.revision}/${one.set ? 'set' : 'cancelled'}`;
  const events = new Set<string>();
  for (const name of rows.map(key)) {
    if (events.has(name)) ghosts.failed(`the reminder ${name} is told twice`);
    events.add(name);
  }
  const wanted = new Set(ledger.reminders.map(key));
  silent.tried(wanted.size);
  for (const name of wanted) if (!events.has(name)) silent.failed(`the reminder ${name} is not told`);
  for (const name of events)
    if (!wanted.has(name)) ghosts.failed(`the reminder ${name} is told without a change`);
}
