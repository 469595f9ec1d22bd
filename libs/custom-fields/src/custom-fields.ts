import type { Pool } from 'pg';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { QueryFields } from '@kontor/query/fields';
import { FormUse } from './form-use.js';
import { withCustomFields } from './custom-query-fields.js';
import { formsFor, requirementsOf, type PublishedForm, type Requirement } from './rules/form-requirements.js';

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
  private timer?: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly onError: (error: unknown) => void,
  ) {}

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
    return withCustomFields(fields, this.of(object), this.ready.get(object) ?? noKeys);
  }

  /** Loads once, then keeps looking. */
  async start(): Promise<void> {
    await this.refresh();
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Takes over what changed. */
  async refresh(): Promise<void> {
    const { rows } = await this.pool.query<{ version: string }>('SELECT version FROM custom_field_version');
    const version = rows[0]?.version ?? '';
    if (version === this.version) return;
    const fields = await this.pool.query<{ field: CustomField }>('SELECT field FROM custom_field_copy');
    const columns = await this.pool.query<{ object: string; key: string }>(
      `SELECT object, key FROM search_column WHERE state = 'ready'`,
    );
    const forms = await this.pool.query<PublishedForm>(
      `SELECT id, object, role, sections FROM form_copy WHERE sections <> '[]' ORDER BY object, role, id`,
    );
    this.forms = forms.rows;
    const found = [...Map.groupBy(columns.rows, ({ object }) => object)];
    this.ready = new Map(found.map(([object, of]) => [object, new Set(of.map(({ key }) => key))]));
    const inOrder = fields.rows
      .map(({ field }) => field)
      .sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
    this.byObject = Map.groupBy(inOrder, ({ object }) => object);
    this.version = version;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.refresh()
        .catch(this.onError)
        .finally(() => {
          if (this.timer) this.schedule();
        });
    }, pollInterval);
  }
}
