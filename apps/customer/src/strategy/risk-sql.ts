import {
  assigned,
  columnsOf,
  idleOut,
  idleStart,
  isDue,
  lostOut,
  lostStart,
  noDealOut,
  runOf,
} from './clock-sql.js';

/** Who is told: the owner when the warning begins, a superior too when half of its time is gone. */
export type WarningStage = 'owner' | 'superior';

const { warned: half, ...ahead } = columnsOf('ahead');

/** Condition that a clock will have run out when a warning of now ends, warned of or not. */
export const isAtRisk = (alias: string) => isDue(alias, ahead);

/** FROM item `run`: the clocks of a prospect, since when each runs, and whether it puts the prospect at risk. */
export const runs = (alias: string) =>
  `(VALUES ('idle', ${runOf(alias, idleStart(alias))}, ${idleOut(alias, ahead)}),
     ('no_deal', ${runOf(alias, assigned(alias))}, ${noDealOut(alias, ahead)}),
     ('lost', ${runOf(alias, lostStart(alias))}, ${lostOut(alias, ahead)})) AS run (cause, start, is_out)`;

/** Condition that somebody is to be told of the clock `run`, and has not been. Strategies without warning tell nobody. */
export function toWarn(alias: string, stage: WarningStage): string {
  const given = (who: WarningStage, more = '') =>
    `EXISTS (SELECT 1 FROM reclaim_warning w WHERE w.customer_id = ${alias}.id AND w.owner_id = ${alias}.owner_id
       AND w.cause = run.cause AND w.clock_start = run.start AND w.stage = '${who}'${more})`;
  const begun = stage === 'owner' ? '' : ` AND ${given('owner', ` AND w.time <= ${half}`)}`;
  return `(run.is_out AND ${half} IS NOT NULL AND NOT ${given(stage)}${begun})`;
}
