import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { BackgroundLoop } from '@kontor/database/background-loop';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { CustomFields } from '../custom-fields.js';
import { customTable } from '../custom-table.js';
import { figuresOf, noTally, type Tally } from '../rules/change-figures.js';
import { drainedSql } from './drained.js';
import { fillBatch, lookAtBatch, type BatchEnd } from './change-batch.js';
import { asOwner, clearColumn, closeValues } from './guard-values.js';
import { dropKept } from './kept-values.js';
import type { Standing } from './standing.js';

/** Between two looks for work, in milliseconds; looking costs nothing while there is none. */
const pause = 500;

/** Between two times that values are dropped which are kept no longer, in milliseconds. */
const dropPause = 3_600_000;

/** What changes of type need of a service. */
export interface TypeChangesOptions {
  service: string;
  work: UnitOfWork;
  dataSource: DataSource;
  fields: CustomFields;
  /** The database as its owner, who alone changes tables. */
  ownerUrl: string;
  onError: (error: unknown) => void;
}

/**
 * Does what identity asks of a change of type, for the objects of this service: looks at the values, closes the field, takes
 * them out, puts them back. Batch by batch, each one transaction with its progress and the row of the change locked: any
 * number of replicas may run, and a kill at any moment costs one batch. Identity says what comes next.
 */
export class TypeChanges extends BackgroundLoop {
  private dropped = performance.now();

  constructor(private readonly options: TypeChangesOptions) {
    super((stopping) => this.run(stopping), pause, options.onError, { firstPause: pause });
  }

  /** Does what there is to do now. */
  async run(stopping?: AbortSignal): Promise<void> {
    const { fields, work, service } = this.options;
    if (performance.now() - this.dropped > dropPause) {
      this.dropped = performance.now();
      await dropKept(work, service);
      await work.write(serviceCall(service, 'type changes'), async (tx) => {
        await tx.query(
          `DELETE FROM custom_field_reader WHERE seen_time < clock_timestamp() - interval '1 hour'`,
        );
        return {};
      });
    }
    if (!fields.hasTypeChanges) return;
    const ids = await work.read(serviceCall(service, 'type changes'), (tx) =>
      tx.query<{ id: string }>('SELECT id FROM type_change WHERE NOT work_done ORDER BY id'),
    );
    for (const { id } of ids) while (!stopping?.aborted && (await this.step(id)));
  }

  /** One batch; false where nothing can be done now. */
  private async step(id: string): Promise<boolean> {
    const { service, work } = this.options;
    const standing = await work.read(serviceCall(service, 'type changes'), (tx) => standingOf(tx, id, ''));
    if (!standing || !(await this.prepare(standing))) return false;
    let more = false;
    await work.write(serviceCall(service, 'change a type'), async (tx) => {
      const locked = await standingOf(tx, id, 'FOR UPDATE OF c SKIP LOCKED');
      // Another state has come meanwhile, or another replica is at it.
      if (locked?.state === standing.state) more = await this.batch(tx, locked);
      return {};
    });
    return more;
  }

  /** What only the owner of the database can do, before the first batch of a state; false where it must wait. */
  private async prepare(standing: Standing): Promise<boolean> {
    const { state, guarded, drained, done_to: begun } = standing;
    const table = this.tableOf(standing);
    if (state === 'checking') return true;
    const field = this.options.fields.of(standing.object).find(({ key }) => key === standing.key);
    if (!field?.changing) return false;
    if (state === 'closing' && !guarded)
      await asOwner(this.options.ownerUrl, (owner) => closeValues(owner, standing, table));
    if (state === 'closing') return guarded && drained;
    if (state === 'emptying' && begun === null)
      return asOwner(this.options.ownerUrl, (owner) => clearColumn(owner, standing, table));
    return state !== 'filling' || isOfNewType(standing, field);
  }

  private async batch(tx: Transaction, standing: Standing): Promise<boolean> {
    const { id, state } = standing;
    const table = this.tableOf(standing);
    const tally: Tally = { ...noTally(), ...standing.tally };
    await tx.query(`SELECT set_config('kontor.type_change', $1, true)`, [id]);
    // From now on this one says what becomes of values from before, not an earlier change.
    if (state === 'emptying' && standing.done_to === null)
      await tx.query('UPDATE type_change SET guarded = false WHERE object = $1 AND key = $2 AND id <> $3', [
        ...[standing.object, standing.key, id],
      ]);
    const end: BatchEnd =
      state === 'filling'
        ? await fillBatch(tx, standing, table)
        : await lookAtBatch(tx, standing, table, tally, state === 'emptying');
    await tx.query('UPDATE type_change SET done_to = $2, tally = $3, work_done = $4 WHERE id = $1', [
      ...[id, end.last, JSON.stringify(tally), end.done],
    ]);
    if (end.done) {
      const figures = state === 'filling' ? undefined : figuresOf(tally);
      const step = { id: uuidv7(), version: 1 };
      tx.emit('kontor.identity.v1.TypeChangeStepDone', step, { typeChangeId: id, state, figures });
      await tx.query('UPDATE custom_field_version SET version = version + 1');
    }
    return !end.done;
  }

  private tableOf({ object }: Standing): string {
    const table = customTable(this.options.dataSource, object);
    if (!table) throw new Error(`no records of ${object} here`);
    return table;
  }
}

async function standingOf(tx: Transaction, id: string, lock: string): Promise<Standing | undefined> {
  const [standing] = await tx.query<Standing>(
    `SELECT c.id, c.object, c.key, c.state, c.change, c.guarded, c.done_to, c.tally,
       coalesce(${drainedSql}, false) AS drained
     FROM type_change c WHERE c.id = $1 AND NOT c.work_done ${lock}`,
    [id],
  );
  return standing;
}

function isOfNewType({ change }: Standing, { type }: CustomField): boolean {
  return type === change.to?.type;
}
