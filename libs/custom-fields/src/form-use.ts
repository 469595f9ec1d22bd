import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { PublishedForm } from './rules/form-requirements.js';
import { filledFields } from './rules/filled-fields.js';

/** Between two times that uses are told, in milliseconds. */
const pause = 60_000;

/** How often one form was saved on one day, and how often each of its fields was filled then. */
interface Uses {
  formId: string;
  object: string;
  saves: number;
  filled: Map<string, number>;
}

/**
 * Counts in memory how forms are used, so that saving costs nothing more. A process that dies takes along the counts of its
 * last minute, as of rows that are read.
 */
export class FormUse {
  private uses = new Map<string, Uses>();

  /** Notes that a record was saved by who fills in these forms. */
  note(forms: readonly PublishedForm[], record: object): void {
    for (const { id: formId, object, sections } of forms) {
      let uses = this.uses.get(formId);
      if (!uses) this.uses.set(formId, (uses = { formId, object, saves: 0, filled: new Map() }));
      uses.saves += 1;
      const fields = sections.flatMap((section) => section.fields);
      const shown = fields.filter(({ hidden }) => !hidden).map(({ field }) => field);
      const filled = new Set(filledFields(shown, record));
      for (const field of shown)
        uses.filled.set(field, (uses.filled.get(field) ?? 0) + Number(filled.has(field)));
    }
  }

  /** Takes out what was counted. */
  take(): Uses[] {
    const uses = [...this.uses.values()];
    this.uses = new Map();
    return uses;
  }
}

/** What the telling of uses needs of a service. */
export interface FormUseOptions {
  service: string;
  work: UnitOfWork;
  use: FormUse;
  companyTimeZone: string;
  onError: (error: unknown) => void;
}

/** Tells identity once a minute, and when it stops, how forms were used. */
export class FormUseTeller extends BackgroundLoop {
  constructor(private readonly options: FormUseOptions) {
    super(() => this.tell(), pause, options.onError);
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.tell().catch(this.options.onError);
  }

  /** Tells what was counted since the last time; nothing where no form was saved. */
  async tell(): Promise<void> {
    const { service, work, use, companyTimeZone } = this.options;
    const counted = use.take();
    if (counted.length === 0) return;
    await work.write(serviceCall(service, 'count uses of forms'), async (tx) => {
      const [clock] = await tx.query<{ day: string }>(
        `SELECT to_char(clock_timestamp() AT TIME ZONE $1, 'YYYY-MM-DD') AS day`,
        [companyTimeZone],
      );
      for (const { formId, object, saves, filled } of counted) {
        const fields = [...filled].map(([field, count]) => ({ field, filled: count }));
        const aggregate = { id: uuidv7(), version: 1 };
        tx.emit('kontor.identity.v1.FormUsed', aggregate, {
          formId,
          object,
          day: clock?.day ?? '',
          saves,
          fields,
        });
      }
    });
  }
}
