import { capRaces } from '../customer/cap.ts';
import { claimRaces } from '../customer/claims.ts';
import { convertUnderKills } from '../customer/convert.ts';
import { duplicateRaces } from '../customer/duplicates.ts';
import { freezeRaces } from '../customer/freeze.ts';
import { importKills } from '../customer/import-kills.ts';
import { mergeKills, mergeRaces } from '../customer/merges.ts';
import { reclaimKills, reclaimRaces } from '../customer/reclaim.ts';
import type { Ground } from '../proof.ts';
import type { HttpClient } from '../stage/http.ts';

/** Something that keeps an invariant of the customer base, taken away, and the claims that must notice it. */
export interface CustomerAct {
  what: string;
  claims: readonly string[];
  race: (ground: Ground, second: HttpClient) => Promise<void>;
  /** Regular expression → what is sent instead, of every statement of the customer service. */
  rewrite?: readonly (readonly [string, string])[];
  schema?: { take: readonly string[]; giveBack: readonly string[] };
}

/** The counter of who holds how many is read, not locked. */
const counterUnlocked = [
  '^INSERT INTO holding_kept AS h[^]*$',
  'SELECT 1 WHERE $1::uuid[] IS NOT NULL',
] as const;

/** Customers are read without a lock, and changed whatever their version is by now. */
const customersUnlocked = [
  ['(FROM customer r WHERE [^]*?)FOR NO KEY UPDATE OF r( SKIP LOCKED)?', '$1'],
  ['(UPDATE customer r SET [^]*?) AND r\\.version = (\\$\\d+)', '$1 AND $2::int IS NOT NULL'],
] as const;

/** The index that closes the race of two records with one key; what came in without it is sorted out before it is back. */
const withoutKeyIndex = {
  take: ['DROP INDEX match_key_claim'],
  giveBack: [
    `UPDATE match_key m SET claimed = false WHERE claimed AND EXISTS (SELECT 1 FROM match_key o
       WHERE o.claimed AND o.kind = m.kind AND o.key = m.key AND o.ctid < m.ctid)`,
    'CREATE UNIQUE INDEX match_key_claim ON match_key (kind, key) WHERE claimed',
  ],
} as const;

/** Prospects are taken back without a lock, and whatever their version is by now. */
const reclaimUnlocked = [['FOR NO KEY UPDATE OF c SKIP LOCKED', ''], ...customersUnlocked] as const;

/** What an undo of a merge should give back is nothing. */
const nothingCarriedBack = [
  'carry_back\\(\\$1',
  `carry_back(CASE WHEN $1::text <> '' THEN '[]'::jsonb END`,
] as const;

/** A request is stored under a key of chance: who repeats it is not recognised. */
const keysForgotten = [
  '^(INSERT INTO idempotency [^]* VALUES \\(\\$1, \\$2, )\\$3',
  '$1$3::text || gen_random_uuid()',
] as const;

/** One act for each claim. */
export const customerActs: readonly CustomerAct[] = [
  {
    what: 'a prospect is claimed without lock and version',
    claims: ['claim-one-owner'],
    race: claimRaces,
    rewrite: customersUnlocked,
  },
  {
    what: 'claims are counted without a lock',
    claims: ['claim-daily-limit'],
    race: claimRaces,
    rewrite: [counterUnlocked],
  },
  {
    what: 'room below the cap is looked at without a lock',
    claims: ['cap-holds'],
    race: capRaces,
    rewrite: [counterUnlocked],
  },
  {
    what: 'what somebody holds is not counted',
    claims: ['cap-lowered'],
    race: capRaces,
    rewrite: [[counterUnlocked[0], counterUnlocked[1].replace('h.held', '0 AS held')]],
  },
  {
    what: 'keys may be claimed twice',
    claims: ['duplicate-born', 'duplicate-with-reason'],
    race: duplicateRaces,
    schema: withoutKeyIndex,
  },
  {
    what: 'an undo gives nothing back',
    claims: ['merge-loses-nothing'],
    race: mergeRaces,
    rewrite: [nothingCarriedBack],
  },
  {
    what: 'an undo gives nothing back, and processes die',
    claims: ['merge-under-kills'],
    race: mergeKills,
    rewrite: [nothingCarriedBack],
  },
  {
    what: 'a freeze is counted without a lock',
    claims: ['freeze-quota-holds'],
    race: freezeRaces,
    rewrite: [counterUnlocked],
  },
  {
    what: 'a prospect is reclaimed without lock and version',
    claims: ['contact-beats-reclaim'],
    race: reclaimRaces,
    rewrite: reclaimUnlocked,
  },
  {
    what: 'a prospect is reclaimed without lock and version, and processes die',
    claims: ['reclaim-under-kills'],
    race: reclaimKills,
    rewrite: reclaimUnlocked,
  },
  {
    what: 'a repeated request is a new one',
    claims: ['convert-under-kills'],
    race: convertUnderKills,
    rewrite: [keysForgotten],
  },
  {
    what: 'an import does not keep how many it made',
    claims: ['import-under-kills'],
    race: importKills,
    rewrite: [['rows_created = \\$5', 'rows_created = 0 * $5::integer']],
  },
  {
    what: 'an undone import leaves what duplicates are recognised by',
    claims: ['undo-under-kills'],
    race: importKills,
    rewrite: [
      [
        'SELECT free_keys\\(\\$1',
        'SELECT free_keys(CASE WHEN $1::uuid IS NOT NULL THEN gen_random_uuid() END',
      ],
    ],
  },
];
