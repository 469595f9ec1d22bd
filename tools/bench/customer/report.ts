import { table } from '../report.ts';
import { customerOutcomes } from './outcome.ts';
import { isFault, plansTable } from './plans.ts';
import type { CustomerFindings } from './run.ts';

/** The report of the customer base in Markdown. */
export function customerReport(findings: CustomerFindings): string {
  const { sizes, machine, alike, fillSeconds, gigabytes } = findings;
  const outcomes = customerOutcomes(findings);
  const judged = outcomes.filter(({ met }) => met !== undefined);
  const large = sizes.large.toLocaleString('en');
  const small = sizes.small.toLocaleString('en');
  return [
    '# Benchmark of the customer base',
    '',
    `\`npm run bench -- customer\`: ${large} customers with ${(sizes.large * 10).toLocaleString('en')} talks and as many contacts as ` +
      `customers, ${sizes.people.toLocaleString('en')} people, of whom the salesperson has the same customers at both sizes and the ` +
      `manager the same team of 50. ${judged.filter(({ met }) => met).length} of ${judged.length} aims met.`,
    '',
    `Rows are filled in by SQL; ${alike} of them were compared with those that the service makes of the same requests and were ` +
      `alike but for ids, numbers and times. ${large} customers were filled in, indexed and settled in ${fillSeconds.toFixed(0)} s ` +
      `(${gigabytes.toFixed(1)} GiB). Requests go through the public API. The creation without a check goes through a second ` +
      'customer service on the same tables whose module of keys does nothing. Load generator, services and servers share the machine.',
    '',
    `Machine: ${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB; Node ${machine.node}, ` +
      `Postgres ${machine.postgres} (${machine.durability}), nats-server ${machine.nats}.`,
    '',
    '## Costs',
    '',
    `Milliseconds; “small” is ${small} customers, “large” ${large}. Of the check for duplicates, “small” is without it, of the ` +
      'telephone with nothing else to do, of the users during reclaim before. Processor time is that of all processes for one request.',
    '',
    table(
      [
        'what',
        'at once',
        'small p50',
        'large p50',
        'ratio',
        'small p99',
        'large p99',
        'small CPU',
        'large CPU',
        'aim',
        'met',
      ],
      outcomes.map((one) => [
        one.title,
        String(one.connections),
        figure(one.small),
        one.unit === 'ms' ? figure(one.large) : `${figure(one.large)} ${one.unit}`,
        one.ratio?.toFixed(2) ?? '',
        figure(one.smallP99),
        figure(one.largeP99),
        figure(one.smallCpu),
        figure(one.largeCpu),
        one.aim ?? '',
        one.met === undefined ? '' : one.met ? 'yes' : 'no',
      ]),
    ),
    '',
    '## Plans',
    '',
    `What Postgres read for each question at ${large} customers (auto_explain). A sequential scan of a table that grows is a fault.`,
    '',
    plansTable(findings.plans),
    '',
    `Every list and figure of the contract was asked by the three people as well, in each order and by each field that filters ` +
      `(${findings.swept.length.toLocaleString('en')} questions); those that read a growing table whole, or more than they should:`,
    '',
    plansTable(findings.swept.filter(isFault)),
    '',
  ].join('\n');
}

function figure(value: number | undefined): string {
  if (value === undefined) return '';
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
