import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { removeKeysOf } from '../api-key/remove-keys.js';
import { replaceTarget } from '../handover/handover-process.js';
import type { WantedTarget } from '../handover/handover-targets.js';
import { handOverLeaver } from '../handover/leaver.js';
import type { PersonRow } from '../person/person.entity.js';
import { endSessionsOf } from '../session/end-session.js';
import { endSubstitutionsBy } from '../substitution/substitution-changes.js';

/**
 * What follows when somebody is marked left, in the same transaction: sessions, keys and substitutions end, hand-overs
 * to the person find others, and the person's own records are handed over. `before` is the person as it was: who never came has
 * nothing to hand over. `anyway`: also without anybody to take the records, which then wait for all to see.
 */
export async function leaveForGood(
  tx: Transaction,
  before: PersonRow,
  wanted: WantedTarget,
  call: Call,
  anyway = false,
): Promise<void> {
  await endSessionsOf(tx, before.id, 'person-left');
  await removeKeysOf(tx, before.id);
  await endSubstitutionsBy(tx, before.id);
  await replaceTarget(tx, before.id);
  if (before.status !== 'invited') await handOverLeaver(tx, before, wanted, call, anyway);
}
