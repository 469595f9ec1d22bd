import { settingsAt, StrategyLookup, unset, type ScopedValues } from './strategy.js';

const of = {
  personId: 'anna',
  roles: ['salesperson', 'expert'],
  units: ['near', 'far'],
  productLine: 'pumps',
};
const setting = (scope: ScopedValues['scope'], scopeId: string, cap: number): ScopedValues => ({
  scope,
  scopeId,
  values: { cap },
});

it('without settings everything is off', () => {
  const strategy = new StrategyLookup([]).for(of);
  expect(strategy).toEqual(unset);
  expect([
    strategy.idleReclaim,
    strategy.noDealReclaim,
    strategy.capEnabled,
    strategy.claimEnabled,
  ]).not.toContain(true);
});

it('each value comes from the narrowest scope that gives it', () => {
  const all = [
    setting('company', '', 1),
    setting('unit', 'far', 2),
    setting('unit', 'near', 3),
    setting('role', 'salesperson', 4),
    setting('product_line', 'pumps', 5),
    setting('person', 'anna', 6),
    setting('person', 'boris', 7),
    setting('product_line', 'valves', 8),
  ];
  const caps = [8, 6, 5, 4, 3, 2, 1].map((n) => new StrategyLookup(all.slice(0, n)).for(of).cap);
  expect(caps).toEqual([6, 6, 5, 4, 3, 2, 1]);
});

it('what a narrow scope leaves open comes from the wider one', () => {
  const company: ScopedValues = {
    scope: 'company',
    scopeId: '',
    values: { idleReclaim: true, idleReclaimDays: 10 },
  };
  const unit: ScopedValues = { scope: 'unit', scopeId: 'near', values: { idleReclaimDays: 20 } };
  expect(new StrategyLookup([unit, company]).for(of)).toMatchObject({
    idleReclaim: true,
    idleReclaimDays: 20,
  });
});

it('of several settings of a scope the one counts that began last, and none before its time', () => {
  const at = (id: string, startTime: string) => ({ ...setting('company', '', 1), id, startTime });
  const all = [
    at('b', '2026-01-02T00:00:00Z'),
    at('c', '2026-01-03T00:00:00Z'),
    at('a', '2026-01-02T00:00:00Z'),
  ];
  const ids = (time: string) => settingsAt(all, Date.parse(time)).map(({ id }) => id);
  expect(ids('2026-01-01T00:00:00Z')).toEqual([]);
  expect(ids('2026-01-02T00:00:00Z')).toEqual(['b']);
  expect(ids('2026-01-03T00:00:00Z')).toEqual(['c']);
});
