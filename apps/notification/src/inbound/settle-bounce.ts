import type { Transaction } from '@kontor/database/transaction';
import type { Bounce } from './rules/bounce.js';
import type { SentKind, SentMail } from './rules/token-address.js';

/** Where messages of each kind stand in line. */
const tables: Readonly<Record<SentKind, string>> = {
  letter: 'outside_letter',
  delivery: 'delivery',
  message: 'message',
};

/** Why a message failed of which a report said so after it had been accepted. */
const reason = 'bounced';

/**
 * Has a message fail that a mail server reports not to have arrived, late as it is; a report that it is late, or arrived,
 * changes nothing. Resolves to false where there was nothing to change. Of letters the service that asked is told, and the
 * address named where nothing will ever arrive there.
 */
export async function settleBounce(
  tx: Transaction,
  { kind, id }: SentMail,
  bounce: Bounce,
): Promise<boolean> {
  if (bounce.kind === 'soft') return false;
  const reply = [bounce.status, bounce.diagnostic]
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, 500);
  const [failed] = await tx.query<{ address?: string }>(
    `UPDATE ${tables[kind]} SET state = 'failed', ${kind === 'message' ? `sealed_values = '',` : ''} reason = $2, reply = $3, lease_until = NULL, update_time = now()
     WHERE id = $1 AND state IN ('sending', 'accepted', 'unknown') RETURNING ${kind === 'letter' ? 'address' : 'id'}`,
    [id, reason, reply],
  );
  if (!failed) return false;
  if (kind === 'letter')
    tx.emit(
      'kontor.notification.v1.LetterSettled',
      { id, version: 3 },
      {
        ...{ letterId: id, state: 'failed', reason, reply, settleTime: tx.now },
        undeliverableAddress: bounce.kind === 'undeliverable' ? (failed.address ?? '') : '',
      },
    );
  return true;
}
