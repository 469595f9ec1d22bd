import { importPlan, type ImportRow, type Known } from './import-plan.js';

const known: Known = {
  people: new Map([
    ['boss@x.com', { status: 'active' }],
    ['gone@x.com', { status: 'left' }],
  ]),
  units: new Set(['north']),
  calendars: new Set(['office']),
};
const row = (email: string, changes: Partial<ImportRow> = {}): ImportRow => ({
  email,
  faults: [],
  ...changes,
});
const reasons = (rows: ImportRow[]) =>
  importPlan(rows, known).faults.map((faults) => faults.map(({ field, reason }) => `${field} ${reason}`));

describe('an import of people', () => {
  it('adds rows without fault, managers first', () => {
    const rows = [
      row('ann@x.com', { managerEmail: 'bob@x.com', unitId: 'north', calendarId: 'office' }),
      row('bob@x.com', { managerEmail: 'boss@x.com' }),
    ];
    expect(importPlan(rows, known)).toEqual({ faults: [[], []], order: [1, 0] });
  });

  it.each<[string, Partial<ImportRow> & { email?: string }, string]>([
    ['somebody known', { email: 'boss@x.com' }, 'email email-taken'],
    ['somebody who left', { email: 'gone@x.com' }, 'email email-taken'],
    ['an unknown unit', { unitId: 'south' }, 'unitId unknown-unit'],
    ['an unknown calendar', { calendarId: 'night' }, 'calendarId unknown-calendar'],
    ['an unknown manager', { managerEmail: 'who@x.com' }, 'managerEmail unknown-manager'],
    ['a manager who left', { managerEmail: 'gone@x.com' }, 'managerEmail person-left'],
    ['themselves as manager', { managerEmail: 'ann@x.com' }, 'managerEmail manager-cycle'],
  ])('refuses a row with %s', (_, changes, reason) => {
    expect(reasons([row('ann@x.com', changes), row('bob@x.com')])).toEqual([[reason], []]);
  });

  it('refuses the second row with an address, and nobody below the first', () => {
    expect(
      reasons([row('ann@x.com'), row('ann@x.com'), row('low@x.com', { managerEmail: 'ann@x.com' })]),
    ).toEqual([[], ['email email-twice'], []]);
  });

  it('refuses everybody below a refused row, however deep', () => {
    const bad = row('top@x.com', { faults: [{ field: 'name', reason: 'required' }] });
    const rows = [
      row('low@x.com', { managerEmail: 'middle@x.com' }),
      row('middle@x.com', { managerEmail: 'top@x.com' }),
      bad,
    ];
    expect(reasons(rows)).toEqual([
      ['managerEmail manager-refused'],
      ['managerEmail manager-refused'],
      ['name required'],
    ]);
  });

  it('refuses a cycle and whoever is below it', () => {
    const rows = [
      row('a@x.com', { managerEmail: 'b@x.com' }),
      row('b@x.com', { managerEmail: 'a@x.com' }),
      row('c@x.com', { managerEmail: 'a@x.com' }),
    ];
    expect(reasons(rows)).toEqual(Array(3).fill(['managerEmail manager-cycle']));
    expect(importPlan(rows, known).order).toEqual([]);
  });
});
