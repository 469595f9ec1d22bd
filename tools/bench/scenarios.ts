import type { LoadRequest } from './load.ts';

/** What differs between the two sides in how a request is said. */
export interface Dialect {
  /** How a customer that is a company is called. */
  company: string;
  /** How the channel "website" is called. */
  website: string;
  /** How a work phone is called. */
  work: string;
  /** Whether it has the calls of the whole suite; the bound answers with the plain call next to them. */
  whole: boolean;
}

/**
 * Who asks: a salesperson with a thousand customers; a colleague, who makes new ones, so that the thousand stay a
 * thousand; the administrator, who sees all.
 */
export type CallerName = 'salesperson' | 'colleague' | 'administrator';

/** One kind of request that is measured. */
export interface Scenario {
  name: string;
  title: string;
  caller: CallerName;
  /** Numbers of connections, when they are not those of the command line. */
  connections?: number[];
  /** The requests, sent in turn. `ids` are customers of the salesperson. */
  requests(dialect: Dialect, ids: string[]): LoadRequest[];
}

const all: Scenario[] = [
  {
    name: 'create',
    title: 'create a customer',
    caller: 'colleague',
    requests: (dialect) => Array.from({ length: 20 }, (_, i) => createRequest(dialect, i)),
  },
  {
    name: 'read',
    title: 'read one by id',
    caller: 'salesperson',
    requests: (_, ids) => ids.map((id) => ({ method: 'GET', path: `/v1/customers/${id}` })),
  },
  {
    name: 'list',
    title: 'list 50 of one’s own',
    caller: 'salesperson',
    requests: () => [{ method: 'GET', path: '/v1/customers?pageSize=50' }],
  },
  {
    name: 'panorama',
    title: 'everything about a customer',
    caller: 'salesperson',
    connections: [16],
    requests: ({ whole }, ids) =>
      ids.map((id) => ({ method: 'GET', path: `/v1/customers/${id}${whole ? '/panorama' : ''}` })),
  },
  {
    name: 'search',
    title: 'search in all, two Chinese signs and more',
    caller: 'administrator',
    requests: ({ whole }) =>
      [
        '公司',
        '北京',
        'nord',
        'instruments',
        'S-0000001',
        '+4930',
        'ромашка',
        'office1@nordwind.example',
      ].map((q) => ({
        method: 'GET',
        path: whole ? `/v1/search?q=${encodeURIComponent(q)}` : '/v1/customers?pageSize=20',
      })),
  },
  {
    name: 'counts',
    title: 'counts by status of one’s own',
    caller: 'salesperson',
    requests: () => [{ method: 'GET', path: '/v1/customers:count' }],
  },
  {
    name: 'counts-all',
    title: 'counts by status of all',
    caller: 'administrator',
    connections: [1],
    requests: () => [{ method: 'GET', path: '/v1/customers:count' }],
  },
];

/** Names of the scenarios, in the order in which they are measured. */
export const scenarioNames = all.map(({ name }) => name);

/** The scenario of this name. Throws when there is none. */
export function scenario(name: string): Scenario {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`There is no scenario "${name}".`);
  return found;
}

/**
 * The request that adds a customer such as a salesperson types one in; every field is said. `{n}` is another number in
 * each request, so that no customer is a duplicate of another.
 */
export function createRequest({ company, website, work }: Dialect, i: number): LoadRequest {
  const customer = {
    kind: company,
    name: 'Nordwind Instruments {n}',
    channel: website,
    segment: 'Corporate',
    phones: [{ raw: '+49 30 {n}', kind: work }],
    emails: ['office@nordwind{n}.example'],
    website: 'https://nordwind{n}.example',
    addresses: [
      { street: `Hafenstraße ${i + 1}`, city: 'Berlin', region: '', postalCode: '10115', country: 'DE' },
    ],
    note: 'Asked for the price list; calls back next week.',
    source: '',
    externalId: '',
  };
  return {
    method: 'POST',
    path: '/v1/customers',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(customer),
  };
}
