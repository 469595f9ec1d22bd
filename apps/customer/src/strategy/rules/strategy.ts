import type { StrategyScope, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';

/** Values that hold for one person and one product line, every one decided. Days are days, whole. */
export type Strategy = Required<Omit<StrategyValues, 'poolId' | 'sources'>> & Pick<StrategyValues, 'poolId'>;

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
  lostRelease: false,
  lostReleaseDays: 90,
  dealNeeded: false,
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
  effortProspectPercent: 40,
  effortInterestedPercent: 30,
  effortNegotiatingPercent: 30,
};

/** What a setting is for, as one text: of two for the same one takes the place of the other. */
export const scopeKey = ({ scope, scopeId }: Pick<ScopedValues, 'scope' | 'scopeId'>): string =>
  `${scope} ${scopeId}`;

/**
 * Finds the values that hold for people: each from the narrowest scope that gives it. Narrowest first: person, product
 * line, role (of several the first by id), unit (the nearest above), company. Whom the same settings reach gets the same
 * object, so that what follows from it is worked out once.
 */
export class StrategyLookup<S extends ScopedValues = ScopedValues> {
  private readonly byScope = new Map<string, S[]>();
  private readonly found = new Map<string, Strategy>();
  private readonly places = new Map<S, number>();
  /** Product lines that something is set for. */
  readonly productLines: readonly string[];

  constructor(settings: readonly S[]) {
    settings.forEach((one, place) => {
      const key = scopeKey(one);
      this.byScope.set(key, [...(this.byScope.get(key) ?? []), one]);
      this.places.set(one, place);
    });
    const lines = settings.filter(({ scope }) => scope === 'product_line').map(({ scopeId }) => scopeId);
    this.productLines = [...new Set(lines)];
  }

  for(of: StrategyOf): Strategy {
    const reaching = this.reaching(of);
    const key = reaching.map((one) => this.places.get(one)).join();
    let strategy = this.found.get(key);
    if (!strategy) {
      strategy = { ...unset };
      for (const { values } of reaching) Object.assign(strategy, given(values));
      this.found.set(key, strategy);
    }
    return strategy;
  }

  /** By the names of values which setting gives each; what is left out nobody set. */
  sourcesOf(of: StrategyOf): Map<string, S> {
    return new Map(
      this.reaching(of).flatMap((one) => Object.keys(given(one.values)).map((name) => [name, one])),
    );
  }

  /** What is set for somebody, widest first. */
  private reaching({ personId, roles, units, productLine }: StrategyOf): S[] {
    const at = (scope: StrategyScope, scopeId: string) => this.byScope.get(`${scope} ${scopeId}`) ?? [];
    return [
      ...at('company', ''),
      ...[...units].reverse().flatMap((id) => at('unit', id)),
      ...[...roles]
        .sort()
        .reverse()
        .flatMap((id) => at('role', id)),
      ...(productLine ? at('product_line', productLine) : []),
      ...at('person', personId),
    ];
  }
}

function given(values: StrategyValues): StrategyValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
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
    const key = scopeKey(one);
    const known = newest.get(key);
    if (!known || order(known) < order(one)) newest.set(key, one);
  }
  return [...newest.values()];
}
