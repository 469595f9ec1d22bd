import type { StrategyScope, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';

/** Values that hold for one person and one product line, every one decided. Days are days, whole. */
export type Strategy = Required<Omit<StrategyValues, 'poolId'>> & Pick<StrategyValues, 'poolId'>;

/** Values given for one scope. */
export interface ScopedValues {
  scope: StrategyScope;
  /** Unit, role, product line or person; empty for the company. */
  scopeId: string;
  values: StrategyValues;
}

/** For whom values are looked up. */
export interface StrategyOf {
  personId: string;
  roles: readonly string[];
  /** The unit of the person and every one above, nearest first. */
  units: readonly string[];
  productLine?: string | undefined;
}

/** What holds where nobody set anything: all strategies are off. */
export const unset: Strategy = {
  idleReclaim: false,
  idleReclaimDays: 30,
  noDealReclaim: false,
  noDealReclaimDays: 180,
  warnDaysBefore: 3,
  graceDays: 3,
  freeze: false,
  freezeMaxDays: 30,
  freezeMaxPerOwner: 10,
  freezeNeedsApproval: false,
  capEnabled: false,
  cap: 200,
  claimEnabled: false,
  claimPerDay: 0,
  coolDownDays: 0,
  poolId: undefined,
  workingDays: false,
  pauseOnAbsence: true,
};

/**
 * The values that hold for somebody: each from the narrowest scope that gives it. Narrowest first: person, product
 * line, role (of several the first by id), unit (the nearest above), company.
 */
export function strategyFor(settings: readonly ScopedValues[], of: StrategyOf): Strategy {
  const given = (scope: StrategyScope, scopeId: string) =>
    settings.filter((one) => one.scope === scope && one.scopeId === scopeId).map(({ values }) => values);
  const widestFirst = [
    ...given('company', ''),
    ...[...of.units].reverse().flatMap((id) => given('unit', id)),
    ...[...of.roles]
      .sort()
      .reverse()
      .flatMap((id) => given('role', id)),
    ...(of.productLine ? given('product_line', of.productLine) : []),
    ...given('person', of.personId),
  ];
  const strategy: Strategy = { ...unset };
  for (const values of widestFirst) {
    Object.assign(
      strategy,
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    );
  }
  return strategy;
}

/** The settings that count at a moment (epoch milliseconds): of each scope the one that began last. */
export function settingsAt<S extends ScopedValues & { id: string; startTime?: string | undefined }>(
  settings: readonly S[],
  at: number,
): S[] {
  const newest = new Map<string, S>();
  const order = (one: S) => `${String(Date.parse(one.startTime ?? '')).padStart(15, '0')} ${one.id}`;
  for (const one of settings) {
    if (Date.parse(one.startTime ?? '') > at) continue;
    const key = `${one.scope} ${one.scopeId}`;
    const known = newest.get(key);
    if (!known || order(known) < order(one)) newest.set(key, one);
  }
  return [...newest.values()];
}
