import { setTimeout } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { guardTalk } from '../contact-guard/touch-guard.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { findByExternalIds, findByNumbers } from '../external-id/find-by-external-id.js';
import { tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { countsAsContact } from '../interaction/rules/counts-as-contact.js';
import { ImportBadRow } from './import-bad-row.entity.js';
import type { Batch } from './import-batch.js';
import type { ImportLedger } from './import-ledger.js';
import { noteItem } from './note-item.js';
import { storableCell } from './rules/cell-text.js';
import type { RowFault } from './rules/row-faults.js';
import { isSameDay } from './rules/same-day.js';
import type { RowTalk } from './rules/row-talk.js';

const mostTries = 6;
const firstPause = 50;

/**
 * Writes batches of talks with customers that are there: time and author are those of the file, the customer's last
 * contact follows, plans and reminders stay. Talks, refused rows and progress are one unit of work.
 */
export class TalkWriter {
  constructor(
    private readonly work: UnitOfWork,
    private readonly ledger: ImportLedger,
    /** In whose name talks are written. */
    private readonly call: Call,
    private readonly companyTimeZone: string,
  ) {}

  async write(batch: Batch<RowTalk>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(batch);
      } catch (error) {
        const passes =
          error instanceof AppError && ['conflict', 'unavailable', 'deadline'].includes(error.code);
        if (attempt === mostTries || !passes) throw error;
        await setTimeout(firstPause * 2 ** attempt);
      }
    }
  }

  private async attempt(batch: Batch<RowTalk>): Promise<void> {
    const { progress: before } = this.ledger;
    let progress = before;
    const named = await this.namedBy(batch);
    await this.work.write(this.call, async (tx) => {
      const { created, skipped, rejected } = await this.writeRows(tx, batch, named);
      progress = {
        ...before,
        rowsRead: batch.rowsRead,
        rowsCreated: before.rowsCreated + created,
        rowsSkipped: before.rowsSkipped + skipped,
        rowsRejected: before.rowsRejected + rejected,
        bytesRead: String(batch.bytesRead),
      };
      await this.ledger.checkpoint(tx, progress);
    });
    this.ledger.committed(progress);
  }

  private async writeRows(
    tx: Transaction,
    { rows }: Batch<RowTalk>,
    named: (talk: RowTalk) => string | undefined,
  ): Promise<{ created: number; skipped: number; rejected: number }> {
    const talks = rows.flatMap(({ judged }) => ('talk' in judged ? [judged] : []));
    const customers = await this.customersOf(tx, talks, named);
    const authors = await this.authorsOf(tx, talks);
    const fresh = await this.newKeys(tx, talks);
    const newest = new Map<Customer, string>();
    let created = 0;
    let rejected = 0;
    for (const { line, cells, judged } of rows) {
      const customer = 'talk' in judged ? customers(judged) : undefined;
      const authorId = 'talk' in judged ? authors(judged) : undefined;
      const fault =
        faultOf(judged, customer, authorId) ??
        ('talk' in judged && customer && fresh.has(judged.key)
          ? await this.guardFault(tx, judged, customer)
          : undefined);
      if (fault) {
        this.refuse(tx, line, cells, fault);
        rejected += 1;
        continue;
      }
      const talkId = 'talk' in judged ? fresh.get(judged.key) : undefined;
      if ('talk' in judged && customer && authorId && talkId) {
        fresh.delete(judged.key);
        this.add(tx, line, judged, customer, authorId, talkId);
        created += 1;
        const { talkTime } = judged.talk;
        const counts = countsAsContact({ ...judged.talk, draft: false, source: this.ledger.run.source });
        const last = newest.get(customer) ?? customer.lastContactTime;
        if (talkTime && counts && (!last || Date.parse(last) < Date.parse(talkTime)))
          newest.set(customer, talkTime);
      }
    }
    if (!this.ledger.run.dryRun) {
      for (const [customer, lastContactTime] of newest)
        emitCustomerChanged(tx, customer, tx.update(Customer, customer, { lastContactTime }));
      // What was refused was not written: mended, the row may come again.
      if (fresh.size > 0)
        await tx.query('DELETE FROM import_talk WHERE key = ANY ($1::text[])', [[...fresh.keys()]]);
    }
    return { created, rejected, skipped: rows.length - created - rejected };
  }

  /**
   * What the guard of contacts says to a talk that we began today, as if it were being logged: one row more must not
   * get round it. What lies behind is history, which nobody can take back, and is kept as it was.
   */
  private async guardFault(
    tx: Transaction,
    { talk }: RowTalk,
    customer: Customer,
  ): Promise<RowFault | undefined> {
    const talkTime = talk.talkTime ?? tx.now;
    if (!isSameDay(talkTime, tx.now, this.companyTimeZone)) return undefined;
    try {
      await guardTalk(tx, { ...talk, talkTime, customerId: customer.id }, undefined, this.companyTimeZone);
    } catch (error) {
      if (!(error instanceof AppError) || error.reason !== 'contact-guarded') throw error;
      return { column: '', reason: 'row-contact-guarded', params: error.params ?? {} };
    }
    return undefined;
  }

  private add(
    tx: Transaction,
    line: number,
    { talk }: RowTalk,
    customer: Customer,
    authorId: string,
    talkId: string,
  ): void {
    const { run } = this.ledger;
    const shown: Record<string, [string, string]> = { content: ['', talk.content.slice(0, 200)] };
    const item = {
      line,
      object: 'interaction',
      action: 'created',
      before: {},
      shown,
      recordVersion: 1,
    } as const;
    if (run.dryRun) return noteItem(tx, run, item);
    const plan = { nextContactTime: '', nextContactTimeZone: '', remindMinutesBefore: [] };
    const rest = { amendments: [], quote: '', draft: false, source: run.source };
    const time = { talkTime: talk.talkTime ?? tx.now };
    const written = tx.insert(Interaction, {
      id: talkId,
      ...{ ...talk, ...time, ...plan, ...rest },
      customerId: customer.id,
      authorId,
    });
    tellTalk(tx, written, customer);
    noteItem(tx, run, { ...item, recordId: written.id });
  }

  /** Ids of the customers that rows name, also by what a merged one was known by, whoever may see them. */
  private async namedBy({ rows }: Batch<RowTalk>): Promise<(talk: RowTalk) => string | undefined> {
    const talks = rows.flatMap(({ judged }) => ('talk' in judged ? [judged] : []));
    const { source } = this.ledger.run;
    return this.work.read(serviceCall('customer', 'import'), async (tx) => {
      const numbers = talks.map(({ customerNumber }) => customerNumber);
      const byNumber = await findByNumbers(tx, numbers);
      const ids = talks.map(({ customerExternalId }) => customerExternalId);
      const byId = await findByExternalIds(tx, source, ids);
      return ({ customerExternalId, customerNumber }) =>
        customerNumber ? byNumber.get(customerNumber) : byId.get(customerExternalId);
    });
  }

  /** The customers of the rows that the starter may change, locked until the batch is written. */
  private async customersOf(
    tx: Transaction,
    talks: readonly RowTalk[],
    named: (talk: RowTalk) => string | undefined,
  ): Promise<(talk: RowTalk) => Customer | undefined> {
    const found = await tx.select(
      Customer,
      'r.id = ANY ($1::uuid[])',
      [[...new Set(talks.flatMap((talk) => named(talk) ?? []))]],
      this.ledger.run.dryRun ? '' : 'ORDER BY r.id FOR NO KEY UPDATE OF r',
    );
    const byId = new Map(found.map((one) => [one.id, one]));
    return (talk) => byId.get(named(talk) ?? '');
  }

  /** Authors by e-mail: the starter, and people whose records the starter reaches. */
  private async authorsOf(
    tx: Transaction,
    talks: readonly RowTalk[],
  ): Promise<(talk: RowTalk) => string | undefined> {
    const emails = [...new Set(talks.map(({ authorEmail }) => authorEmail).filter(Boolean))];
    const people = emails.length > 0 ? await tx.select(PersonCopy, 'r.email = ANY ($1)', [emails]) : [];
    const reached = people.filter(({ id }) => tx.reachesOwner('customer', id));
    const ids = new Map(reached.map(({ email, id }) => [email, id]));
    return ({ authorEmail }) => (authorEmail ? ids.get(authorEmail) : this.ledger.run.personId);
  }

  /** Keys of talks that no import has written yet, with the id that each talk gets; from now on they are written. */
  private async newKeys(tx: Transaction, talks: readonly RowTalk[]): Promise<Map<string, string>> {
    const keys = [...new Set(talks.map(({ key }) => key))].sort();
    const { dryRun, personId } = this.ledger.run;
    if (dryRun) {
      const known = await tx.query<{ key: string }>('SELECT key FROM import_talk WHERE key = ANY ($1)', [
        keys,
      ]);
      const there = new Set(known.map(({ key }) => key));
      return new Map(keys.filter((key) => !there.has(key)).map((key) => [key, uuidv7()]));
    }
    const rows = await tx.query<{ key: string; talk_id: string }>(
      `INSERT INTO import_talk (key, talk_id, import_id, person_id)
       SELECT key, talk_id, $3, $4 FROM unnest($1::text[], $2::uuid[]) AS new (key, talk_id)
       ON CONFLICT DO NOTHING RETURNING key, talk_id`,
      [keys, keys.map(() => uuidv7()), this.ledger.run.id, personId],
    );
    return new Map(rows.map(({ key, talk_id }) => [key, talk_id]));
  }

  private refuse(tx: Transaction, line: number, cells: string[], fault: RowFault): void {
    const { id: importId, personId } = this.ledger.run;
    const { column: columnName, reason, params } = fault;
    const kept = cells.map(storableCell);
    tx.insert(ImportBadRow, { importId, line, columnName, reason, params, cells: kept, personId });
  }
}

function faultOf(
  judged: RowTalk | RowFault,
  customer: Customer | undefined,
  authorId: string | undefined,
): RowFault | undefined {
  if (!('talk' in judged)) return judged;
  if (!customer) return { column: '', reason: 'import-customer-unknown', params: {} };
  return authorId ? undefined : { column: '', reason: 'import-author-unknown', params: {} };
}
