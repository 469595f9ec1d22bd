import type { Tallies } from '../claim.ts';
import type { Ledger } from '../faults/ledger.ts';
import type { Stage } from '../stage/stage.ts';
import { checkChanges } from './changes.ts';
import { checkCopies } from './copies.ts';
import { checkInboxes } from './inboxes.ts';
import { checkLedger } from './ledger-rows.ts';
import { checkMail } from './mail.ts';
import { checkStreams } from './streams.ts';

/** What the witnesses speak to; a claim of which none says anything fails for want of trials. */
const claims = [
  ...['accepted-commands-lost', 'effects-twice', 'keys-kept', 'audit-is-not-changes', 'change-without-event'],
  ...[
    'events-without-change',
    'published',
    'events-lost',
    'version-gaps',
    'events-not-consumed',
    'dead-letters',
  ],
  ...['copies-differing', 'mails-twice', 'mails-missing', 'reminders-fired-once'],
];

/**
 * Has the four witnesses agree: what the load generator was promised, what the databases hold, what went over the
 * stream, and what the mail server took. Call it when all is quiet.
 */
export async function consult(
  stage: Stage,
  ledger: Ledger,
  tallies: Tallies,
  say: (line: string) => void,
): Promise<void> {
  for (const claim of claims) tallies.of(claim);
  await checkLedger(stage, ledger, tallies);
  await checkChanges(stage, ledger, tallies);
  await checkStreams(stage, tallies, say);
  await checkInboxes(stage, tallies);
  await checkCopies(stage, ledger, tallies);
  await checkMail(stage, ledger, tallies, say);
}
