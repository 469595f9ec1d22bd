import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { BackgroundLoop } from '@kontor/database/background-loop';
import type { QueryFields } from '@kontor/query/fields';
import { FormUse } from './form-use.js';
import { withCustomFields } from './custom-query-fields.js';
import { formsFor, requirementsOf, type PublishedForm, type Requirement } from './rules/form-requirements.js';

/**
 * What a process knows of fields serves filters for so many milliseconds: values of another type must not be compared. A
 * change of a type takes values out only when every process that was heard of for longer than this knows of it
 * (type-change/drained.ts).
 */
const surest = 10_000;

/** Between two times that a process says what it knows, in milliseconds, unless that changes. */
const telling = 3_000;

/** A change of a field holds in every replica after this many milliseconds at most. */
const pollInterval = 1_000;

const none: readonly CustomField[] = [];
const noKeys: ReadonlySet<string> = new Set();
const noRequirements: ReadonlyMap<string, Requirement> = new Map();

/**
 * The custom fields of every object, as this service's copy has them, in memory: asking costs nothing. Every replica
 * looks for a newer version each second, whichever replica handled the event.
 */
export class CustomFields {
  /** How forms are used, counted as records are saved. */
  readonly use = new FormUse();
  private forms: PublishedForm[] = [];
  private byObject = new Map<string, readonly CustomField[]>();
  private ready = new Map<string, ReadonlySet<string>>();
  private version = '';
  private changes = false;
  /** When what is known was read, and when that was told, by this process's steady clock. */
  private read = 0;
  private told = 0;
  private readonly id = uuidv7();
  private readonly loop: BackgroundLoop;
  private looking = false;

  constructor(
    private readonly pool: Pool,
    onError: (error: unknown) => void,
  ) {
    this.loop = new BackgroundLoop(() => this.refresh(), pollInterval, onError, { firstPause: pollInterval });
  }

  /** The fields of an object in their order, retired ones too; the same list until something changes. */
  of(object: string): readonly CustomField[] {
    return this.byObject.get(object) ?? none;
  }

  /** What the forms of an object ask of who holds these roles, by field; nothing where there are no forms. */
  requirements(object: string, roles: readonly string[]): ReadonlyMap<string, Requirement> {
    if (this.forms.length === 0) return noRequirements;
    return requirementsOf(formsFor(this.forms, object, roles));
  }

  /** Notes that somebody with these roles saved a record, for the figures on the use of forms. */
  noteSaved(object: string, roles: readonly string[], record: object): void {
    if (this.forms.length > 0) this.use.note(formsFor(this.forms, object, roles), record);
  }

  /** Every field of every object. */
  all(): CustomField[] {
    return [...this.byObject.values()].flat();
  }

  /** What lists of an object's records may filter and sort by, with `custom.<key>`. */
  queryFields(object: string, fields: QueryFields): QueryFields {
    const custom = this.of(object);
    const unsure = this.looking && performance.now() - this.read > surest;
    return withCustomFields(fields, unsure ? custom.map(closed) : custom, this.ready.get(object) ?? noKeys);
  }

  /** Whether a searchable field has its column and index. */
  isReady({ object, key }: CustomField): boolean {
    return this.ready.get(object)?.has(key) ?? false;
  }

  /** Whether there is work to do for changes of types. */
  get hasTypeChanges(): boolean {
    return this.changes;
  }

  /** Loads once, then keeps looking. */
  async start(): Promise<void> {
    await this.refresh();
    await this.tell();
    this.looking = true;
    this.loop.start();
  }

  async stop(): Promise<void> {
    if (!this.looking) return;
    this.looking = false;
    await this.loop.stop();
    // Nobody waits for what this process knows any more; where this is not heard, not for long.
    await this.pool.query('DELETE FROM custom_field_reader WHERE id = $1', [this.id]).catch(() => undefined);
  }

  /** Takes over what changed. */
  async refresh(): Promise<void> {
    const asked = performance.now();
    const { rows } = await this.pool.query<{ version: string }>('SELECT version FROM custom_field_version');
    const version = rows[0]?.version ?? '';
    const isNew = version !== this.version;
    if (isNew) await this.load(version);
    if (this.looking && (isNew || asked - this.told > telling)) await this.tell();
    this.read = asked;
  }

  /** Says which version this process knows. */
  private async tell(): Promise<void> {
    const asked = performance.now();
    await this.pool.query(
      `INSERT INTO custom_field_reader (id, version, seen_time) VALUES ($1, $2, clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, seen_time = excluded.seen_time`,
      [this.id, this.version],
    );
    this.told = asked;
  }

  private async load(version: string): Promise<void> {
    const fields = await this.pool.query<{ field: CustomField }>('SELECT field FROM custom_field_copy');
    const columns = await this.pool.query<{ object: string; key: string }>(
      `SELECT object, key FROM search_column WHERE state = 'ready'`,
    );
    const forms = await this.pool.query<PublishedForm>(
      `SELECT id, object, role, sections FROM form_copy WHERE sections <> '[]' ORDER BY object, role, id`,
    );
    const changes = await this.pool.query('SELECT FROM type_change WHERE NOT work_done LIMIT 1');
    this.forms = forms.rows;
    this.changes = changes.rows.length > 0;
    const found = [...Map.groupBy(columns.rows, ({ object }) => object)];
    this.ready = new Map(found.map(([object, of]) => [object, new Set(of.map(({ key }) => key))]));
    const inOrder = fields.rows
      .map(({ field }) => field)
      .sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
    this.byObject = Map.groupBy(inOrder, ({ object }) => object);
    this.version = version;
  }
}

function closed(field: CustomField): CustomField {
  return { ...field, changing: true };
}
