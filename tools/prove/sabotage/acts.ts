import type { Ledger } from '../faults/ledger.ts';
import type { Stage } from '../stage/stage.ts';

/** Makes everything as it was. */
type Undo = () => Promise<void> | void;

/** Something that must not happen, and the claim that must notice it. */
export interface Act {
  what: string;
  claim: string;
  /** Resolves to the way back. */
  commit: (stage: Stage, ledger: Ledger) => Promise<Undo>;
}

/** One act for each claim of the oracle. */
export const acts: readonly Act[] = [
  {
    what: 'an accepted edit is overwritten',
    claim: 'accepted-commands-lost',
    commit: (stage, ledger) => alter(stage, 'customer', 'customer', ours(ledger), `note = 'overwritten'`),
  },
  {
    what: 'an accepted talk is gone',
    claim: 'accepted-commands-lost',
    commit: (stage, ledger) =>
      remove(stage, 'customer', 'interaction', `id = '${[...ledger.talks.keys()][0] ?? ''}'`),
  },
  {
    what: 'a create had its effect twice',
    claim: 'effects-twice',
    commit: (stage, ledger) => copy(stage, 'customer', 'customer', ours(ledger), { number: 'C-sabotage' }),
  },
  {
    what: 'an edit counted twice',
    claim: 'effects-twice',
    commit: (stage, ledger) => alter(stage, 'customer', 'customer', ours(ledger), 'version = version + 1'),
  },
  {
    what: 'the answer under a key is gone',
    claim: 'keys-kept',
    commit: (stage, ledger) => remove(stage, 'customer', 'idempotency', `key = '${ledger.keys[0] ?? ''}'`),
  },
  {
    what: 'a change told nobody',
    claim: 'change-without-event',
    commit: (stage, ledger) => remove(stage, 'customer', 'outbox', eventOf(ledger)),
  },
  {
    what: 'an event was told without a change',
    claim: 'events-without-change',
    commit: (stage, ledger) => copy(stage, 'customer', 'outbox', eventOf(ledger), { version: 1_000 }),
  },
  {
    what: 'an event was marked but never published',
    claim: 'events-lost',
    commit: (stage, ledger) => copy(stage, 'customer', 'outbox', eventOf(ledger), {}),
  },
  {
    what: 'an event was left lying',
    claim: 'published',
    // In a partition that no relay serves.
    commit: (stage) => copy(stage, 'identity', 'outbox', 'true', { publish_time: null, partition: 99 }),
  },
  {
    what: 'a version was left out',
    claim: 'version-gaps',
    commit: (stage, ledger) => alter(stage, 'customer', 'outbox', eventOf(ledger), 'version = version + 50'),
  },
  {
    what: 'a change was not audited',
    claim: 'audit-is-not-changes',
    commit: (stage, ledger) => remove(stage, 'customer', 'audit', `object_id = '${anyCustomer(ledger)}'`),
  },
  {
    what: 'an event was not consumed',
    claim: 'events-not-consumed',
    commit: (stage) => remove(stage, 'notification', 'inbox', `consumer LIKE '%-from-customer-%'`),
  },
  {
    what: 'a copy is out of date',
    claim: 'copies-differing',
    commit: (stage, ledger) =>
      alter(stage, 'notification', 'person_copy', `id = '${ledger.owners[0] ?? ''}'`, `name = 'out of date'`),
  },
  {
    what: 'a mail went out twice',
    claim: 'mails-twice',
    commit: (stage) => {
      const [mail] = stage.sink.mails.slice(-1);
      if (mail) stage.sink.mails.push(mail);
      return Promise.resolve(() => void stage.sink.mails.pop());
    },
  },
  {
    what: 'a mail never arrived',
    claim: 'mails-missing',
    commit: (stage) => {
      const mail = stage.sink.mails.pop();
      return Promise.resolve(() => void (mail && stage.sink.mails.push(mail)));
    },
  },
  {
    what: 'a reminder was never fired',
    claim: 'reminders-fired-once',
    commit: (stage, ledger) =>
      alter(stage, 'notification', 'occurrence', firedOf(ledger), `state = 'skipped', reason = 'sabotage'`),
  },
];

/** A condition that only one row of the run meets. */
function ours(ledger: Ledger): string {
  return `id = '${anyCustomer(ledger)}'`;
}

/** An event of that customer. */
function eventOf(ledger: Ledger): string {
  return `type = 'kontor.customer.v1.CustomerCreated' AND aggregate_id = '${anyCustomer(ledger)}'`;
}

function anyCustomer(ledger: Ledger): string {
  return [...ledger.customers.keys()][0] ?? '';
}

function firedOf(ledger: Ledger): string {
  const planned = [...ledger.customers.values()].find(({ plan }) => plan);
  const reminder = `SELECT id, due_moment FROM reminder WHERE key = 'customers/${planned?.id}/next-contact'`;
  return `(reminder_id, instant) IN (${reminder}) AND state = 'fired'`;
}

/** Changes one row; the way back puts the old row in its place. */
async function alter(
  stage: Stage,
  service: string,
  table: string,
  where: string,
  set: string,
): Promise<Undo> {
  return stage.database(service, async (query) => {
    const [row] = await query<{ ctid: string; old: unknown }>(
      `SELECT ctid::text, to_jsonb(t) AS old FROM ${table} t WHERE ${where} LIMIT 1`,
    );
    if (!row) throw new Error(`${service} has no ${table} to alter.`);
    const [changed] = await query<{ ctid: string }>(
      `UPDATE ${table} SET ${set} WHERE ctid = $1::tid RETURNING ctid::text`,
      [row.ctid],
    );
    return () =>
      stage.database(service, async (again) => {
        // Foreign keys are not asked meanwhile: the row is back at once.
        await again('SET session_replication_role = replica');
        await again(`DELETE FROM ${table} WHERE ctid = $1::tid`, [changed?.ctid]);
        await again(restore(table), [row.old]);
      });
  });
}

async function remove(stage: Stage, service: string, table: string, where: string): Promise<Undo> {
  return stage.database(service, async (query) => {
    const [row] = await query<{ old: unknown }>(
      `DELETE FROM ${table} t WHERE ctid = (SELECT ctid FROM ${table} WHERE ${where} LIMIT 1) RETURNING to_jsonb(t) AS old`,
    );
    if (!row) throw new Error(`${service} has no ${table} to remove.`);
    return () => stage.database(service, async (again) => void (await again(restore(table), [row.old])));
  });
}

/** Adds a row like one that is there, under another id and with other values. */
async function copy(
  stage: Stage,
  service: string,
  table: string,
  where: string,
  other: object,
): Promise<Undo> {
  return stage.database(service, async (query) => {
    const [row] = await query<{ old: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS old FROM ${table} t WHERE ${where} LIMIT 1`,
    );
    if (!row) throw new Error(`${service} has no ${table} to copy.`);
    const id = crypto.randomUUID();
    const added = { ...row.old, ...('position' in row.old ? { position: -1 } : {}), ...other, id };
    await query(restore(table), [added]);
    return () =>
      stage.database(
        service,
        async (again) => void (await again(`DELETE FROM ${table} WHERE id = $1`, [id])),
      );
  });
}

function restore(table: string): string {
  return `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`;
}
