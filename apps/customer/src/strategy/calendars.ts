import type { WorkingCalendar } from '@kontor/calendar/working-day';
import type { Transaction } from '@kontor/database/transaction';
import { FreeDays } from './rules/free-days.js';
import type { Standstill } from './rules/standstill.js';

interface Known {
  version: number;
  freeDays: FreeDays;
}

/** The copies of working calendars, in memory, with the free days that were worked out of each version. */
export class Calendars {
  private readonly known = new Map<string, Known>();
  private company: string | undefined;
  /** Another one whenever a calendar changed. */
  version = 0;

  /** Reads those that changed. Within a transaction of the service itself. */
  async refresh(tx: Transaction): Promise<void> {
    const heads = await tx.query<{ id: string; version: number; company: boolean }>(
      'SELECT id, calendar_version AS version, company_default AS company FROM calendar_copy',
    );
    const newer = heads.filter(({ id, version }) => this.known.get(id)?.version !== version);
    if (newer.length > 0) {
      const rows = await tx.query<{ id: string; version: number; calendar: WorkingCalendar }>(
        'SELECT id, calendar_version AS version, calendar FROM calendar_copy WHERE id = ANY ($1::uuid[])',
        [newer.map(({ id }) => id)],
      );
      for (const { id, version, calendar } of rows) {
        this.known.set(id, { version, freeDays: new FreeDays(calendar) });
      }
    }
    const company = heads.find((head) => head.company)?.id;
    if (newer.length > 0 || company !== this.company) this.version += 1;
    this.company = company;
  }

  /**
   * The free days of people: by the own calendar, else that of the nearest unit with one, else the company's; nothing for
   * whom nobody has told of the calendar yet.
   */
  async freeDaysOf(
    tx: Transaction,
    personIds: readonly string[],
  ): Promise<(personId: string) => Standstill | undefined> {
    const [people, units] = await Promise.all([
      tx.query<{ id: string; calendar: string }>(
        `SELECT id, calendar_id AS calendar FROM person_copy WHERE id = ANY ($1::uuid[]) AND calendar_id IS NOT NULL`,
        [personIds],
      ),
      tx.query<{ id: string; calendar: string }>(
        'SELECT id, calendar_id AS calendar FROM unit_copy WHERE calendar_id IS NOT NULL AND NOT deleted',
      ),
    ]);
    const own = new Map(people.map(({ id, calendar }) => [id, calendar]));
    const ofUnit = new Map(units.map(({ id, calendar }) => [id, calendar]));
    return (personId) => {
      const unit = ofUnit.size > 0 && tx.organisation.unitsOf(personId).find((id) => ofUnit.has(id));
      const id = own.get(personId) ?? (unit ? ofUnit.get(unit) : undefined) ?? this.company;
      return this.known.get(id ?? '')?.freeDays;
    };
  }
}
