import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import type { Customer } from '../customer/customer.entity.js';
import type { Interaction } from '../interaction/interaction.entity.js';
import { countsAsHeld } from '../strategy/rules/room.js';
import { weBegan } from './rules/verdict.js';
import { isLeftAlone } from './rules/frozen.js';

/** Throws conflict frozen where somebody turns to a prospect that its owner froze, and does not answer for the owner. */
export function guardFrozen(
  tx: Transaction,
  { ownerId, status, freezeUntil }: Customer,
  talk: Pick<Interaction, 'manner' | 'direction' | 'talkTime'>,
): void {
  if (!ownerId || !freezeUntil || !countsAsHeld(status)) return;
  const turning = {
    outbound: weBegan(talk),
    freezeUntil: Date.parse(freezeUntil),
    time: Date.parse(talk.talkTime),
    mayTurn: answersFor(tx, ownerId),
  };
  if (isLeftAlone(turning)) throw new AppError('conflict', 'frozen');
}

/** The owner, who stands in for the owner, superiors of both, and who reaches everything. */
function answersFor(tx: Transaction, ownerId: string): boolean {
  if (tx.reach('customer').owners === 'all') return true;
  const { personId } = tx.call.caller;
  const acting = tx.organisation.actingFor(personId, 'customer', Date.parse(tx.now));
  return acting.some((id) => id === ownerId || tx.organisation.isBelow(ownerId, id));
}
