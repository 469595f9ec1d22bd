import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CustomerSizes } from './customer/run.ts';
import { scenarioNames } from './scenarios.ts';

/** How long and how much is measured. */
export interface BenchSize {
  /** Customers in the table. */
  customers: number;
  /** Seconds of one measured run. */
  seconds: number;
  /** Runs of each side, alternating. */
  rounds: number;
  /** Rows of the file that is imported. */
  importRows: number;
  /** Of the part `customer`. */
  base: CustomerSizes;
}

/** What a benchmark run was told. */
export interface BenchOptions extends BenchSize {
  size: 'small' | 'large';
  /** Names of what is measured, in this order. */
  names: string[];
  connections: number[];
  profile: boolean;
  /** File for the table, absolute. */
  out: string | undefined;
  /** Folder to keep data in, absolute; a temporary one without it. */
  data: string | undefined;
}

const sizes: Record<BenchOptions['size'], BenchSize> = {
  small: {
    customers: 100_000,
    seconds: 5,
    rounds: 3,
    importRows: 20_000,
    base: { small: 10_000, large: 100_000, people: 500, seconds: 2 },
  },
  large: {
    customers: 1_000_000,
    seconds: 10,
    rounds: 3,
    importRows: 100_000,
    base: { small: 100_000, large: 1_000_000, people: 1_000, seconds: 2 },
  },
};

/** Everything that can be measured, in the order in which it is. */
const allNames = [...scenarioNames, 'rights', 'events', 'import', 'customer'];

/** What `--help` says. */
export const usage = `npm run bench [-- NAME ... options]

  NAME                ${allNames.join(', ')}; all of them by default
  --size small|large  large (default): 1,000,000 customers, 10 s a run; small: 100,000 and 5 s
  --connections 1,16  instead of 1, 16 and 64
  --seconds N         of one run (not of customer)
  --rounds N          runs of each side, alternating (default 3)
  --profile           also says where the processors' time goes
  --out FILE          writes the table there
  --data DIR          a new folder that is kept, with the logs, instead of a temporary one`;

/** Reads the command line; undefined when only help was asked for. Throws where it makes no sense. */
export function readOptions(args: string[], folder: string): BenchOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      size: { type: 'string', default: 'large' },
      connections: { type: 'string', default: '1,16,64' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      profile: { type: 'boolean', default: false },
      out: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  if (values.size !== 'small' && values.size !== 'large')
    throw new Error(`--size is small or large, not ${values.size}.`);
  const unknown = positionals.find((name) => !allNames.includes(name));
  if (unknown) throw new Error(`There is no benchmark "${unknown}". There are: ${allNames.join(', ')}.`);
  const size = sizes[values.size];
  return {
    ...size,
    size: values.size,
    seconds: values.seconds === undefined ? size.seconds : positive('--seconds', values.seconds),
    rounds: values.rounds === undefined ? size.rounds : positive('--rounds', values.rounds),
    names: allNames.filter((name) => positionals.length === 0 || positionals.includes(name)),
    connections: values.connections.split(',').map((number) => positive('--connections', number)),
    profile: values.profile,
    out: values.out && resolve(folder, values.out),
    data: values.data && resolve(folder, values.data),
  };
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`${option} wants whole numbers from 1, not ${text}.`);
  return number;
}
