import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';

/** How long values are kept as they were before a change, in milliseconds. */
export const keptFor = 30 * 86_400_000;

/** What is known when the work of a state is done. */
export interface StateEnd {
  state: TypeChange['state'];
  /** Values that neither convert nor are mapped, where these are refused. */
  unfit: number;
  /** Rules that ask by the field. */
  usedBy: readonly string[];
}

/** What comes after the work of a state, and why it is the end of it where the change is refused after all. */
export interface NextState {
  state: TypeChange['state'];
  refusedReason: '' | 'unfit-values' | 'used';
}

/**
 * What comes next. Rules and values are looked at once more when nobody can add any: until then nothing was changed, and the
 * change is refused; from then on nothing stands in its way.
 */
export function nextState({ state, unfit, usedBy }: StateEnd): NextState {
  const go = (next: TypeChange['state']): NextState => ({ state: next, refusedReason: '' });
  switch (state) {
    case 'checking':
      return go('checked');
    case 'closing':
      if (usedBy.length > 0) return { state: 'refused', refusedReason: 'used' };
      return unfit > 0 ? { state: 'refused', refusedReason: 'unfit-values' } : go('emptying');
    case 'emptying':
      return go('filling');
    case 'filling':
      return go('done');
    default:
      return go(state);
  }
}
