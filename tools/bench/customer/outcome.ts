import { aimedCustomer } from '../aims.ts';
import type { Creation } from './creation.ts';
import type { Cost } from './measure.ts';
import { isFault } from './plans.ts';
import type { AskedTwice, CustomerFindings } from './run.ts';

/** One line of the result: what was measured, at both sizes where it was, against its aim. */
export interface CustomerOutcome {
  bench: string;
  title: string;
  connections: number;
  unit: string;
  small?: number;
  large: number;
  smallP99?: number;
  largeP99?: number;
  /** Processor time a request, in milliseconds. */
  smallCpu?: number;
  largeCpu?: number;
  ratio?: number;
  aim?: string;
  met?: boolean;
}

/** What the findings mean. */
export function customerOutcomes(findings: CustomerFindings): CustomerOutcome[] {
  const { creation, reclaimed, plans, rung } = findings;
  const { reclaimSeconds, ringP99Ms, usersP99Ms } = aimedCustomer;
  const perHundredThousand = (reclaimed.seconds * 100_000) / Math.max(100_000, reclaimed.prospects);
  const faults = plans.filter(isFault).length;
  const sweptFaults = findings.swept.filter(isFault).length;
  return [
    ...creation.large.flatMap((large, i) => creationOutcomes(large, creation.small[i])),
    ...findings.asked.map(askedOutcome),
    {
      bench: 'ring',
      title:
        'ring of a telephone, until the card that the agent’s stream tells of is read; with nothing else to do, and beside others',
      connections: 16,
      unit: 'ms',
      small: rung.before.p50,
      large: rung.meanwhile.p50,
      smallP99: rung.before.p99,
      largeP99: rung.meanwhile.p99,
      ratio: rung.meanwhile.p50 / rung.before.p50,
      aim: `p99 ≤ ${ringP99Ms} ms`,
      met: rung.meanwhile.p99 <= ringP99Ms,
    },
    {
      bench: 'reclaim',
      title: `${reclaimed.prospects.toLocaleString('en')} prospects judged, ${reclaimed.taken.toLocaleString('en')} taken in ${reclaimed.seconds.toFixed(1)} s`,
      connections: 1,
      unit: 's for 100,000',
      large: perHundredThousand,
      aim: `≤ ${reclaimSeconds} s`,
      met: perHundredThousand <= reclaimSeconds,
    },
    {
      bench: 'reclaim-users',
      title: 'users meanwhile (reading, lists, talks), and before',
      connections: 4,
      unit: 'ms',
      small: reclaimed.before.p50,
      large: reclaimed.meanwhile.p50,
      smallP99: reclaimed.before.p99,
      largeP99: reclaimed.meanwhile.p99,
      ratio: reclaimed.meanwhile.p50 / reclaimed.before.p50,
      aim: `p99 ≤ ${usersP99Ms} ms`,
      met: reclaimed.meanwhile.p99 <= usersP99Ms,
    },
    {
      bench: 'plans',
      title: 'questions that read a growing table whole, or more than they should',
      connections: 1,
      unit: 'questions',
      large: faults,
      aim: '0',
      met: faults === 0,
    },
    {
      bench: 'sweep',
      title: `the same of ${findings.swept.length.toLocaleString('en')} lists and figures, in every order and by every filter`,
      connections: 1,
      unit: 'questions',
      large: sweptFaults,
      aim: '0',
      met: sweptFaults === 0,
    },
  ];
}

/** The check itself, at the full size; and what a creation costs at both sizes. */
function creationOutcomes(large: Creation, small: Creation | undefined): CustomerOutcome[] {
  const { connections } = large;
  const ratio = large.with.p50 / large.without.p50;
  const check: CustomerOutcome = {
    bench: 'create-check',
    title: 'create a customer, with the check for duplicates and without',
    connections,
    unit: 'ms',
    small: large.without.p50,
    large: large.with.p50,
    smallP99: large.without.p99,
    largeP99: large.with.p99,
    smallCpu: large.without.cpu,
    largeCpu: large.with.cpu,
    ratio,
    aim: `≤ ${aimedCustomer.checkTimes} × without`,
    met: ratio <= aimedCustomer.checkTimes,
  };
  if (!small) return [check];
  return [
    check,
    {
      bench: 'create',
      title: 'create a customer',
      connections,
      unit: 'ms',
      ...grown(small.with, large.with),
    },
  ];
}

function askedOutcome({ question, connections, small, large }: AskedTwice): CustomerOutcome {
  const limit = limitOf(question.name, connections);
  const costs = grown(small, large);
  return {
    bench: question.name,
    title: question.title,
    connections,
    unit: 'ms',
    ...costs,
    ...(limit !== undefined && {
      aim: `p99 ≤ ${limit} ms, ${costs.aim}`,
      met: costs.met && large.p99 <= limit,
    }),
  };
}

function limitOf(name: string, connections: number): number | undefined {
  if (name.startsWith('search-')) return aimedCustomer.searchP99Ms;
  return name === 'panorama' && connections === 16 ? aimedCustomer.panoramaP99Ms : undefined;
}

/** How a cost grew with the base. A cost is the time that the one in the middle took. */
function grown(small: Cost, large: Cost) {
  const ratio = large.p50 / small.p50;
  return {
    small: small.p50,
    large: large.p50,
    smallP99: small.p99,
    largeP99: large.p99,
    smallCpu: small.cpu,
    largeCpu: large.cpu,
    ratio,
    aim: `≤ ${aimedCustomer.growth} × of small`,
    met: ratio <= aimedCustomer.growth,
  };
}
