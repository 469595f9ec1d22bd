import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { Tally } from '../rules/change-figures.js';

/** A change of type as this service keeps it: what is asked, and how far the work is. */
export interface Standing {
  id: string;
  object: string;
  key: string;
  state: TypeChange['state'];
  change: TypeChange;
  guarded: boolean;
  /** Whether nobody answers by what was known before the field was closed: see drained.ts. */
  drained: boolean;
  /** The last record that was looked at in this state. */
  done_to: string | null;
  tally: Partial<Tally>;
}

/** A record as a change of type meets it. */
export interface MetValue {
  id: string;
  /** Null for none. */
  value: unknown;
  /** What the change that is taken back kept of the record. */
  kept: boolean;
  before: unknown;
  after: unknown;
}
