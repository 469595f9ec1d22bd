import type { Call } from '@kontor/access/call';
import { AppError } from '@kontor/errors/app-error';
import { raiseStage, type Stage } from './stage.js';

const id = '01900000-0000-7000-8000-000000000001';
const path = `/v1/customers/${id}/panorama`;

let stage: Stage;
let token: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token('01900000-0000-7000-8000-00000000000a');
}, 60_000);

afterAll(() => stage.close());

const other = '/kontor.sales_pipeline.v1.PanoramaService/GetPanorama';

/** What the two services answer; the one of the customer is asked by `id`. */
let ofCustomer: (request: { id: string }) => unknown;
let ofPipeline: (request: { customerId: string }) => unknown;
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  ofCustomer = () => ({ customer: { id, name: 'Lighthouse', etag: '3' }, sections: shown(), missing: [] });
  ofPipeline = () => ({ sections: { opportunities: { opportunities: [] } }, missing: [] });
  Object.assign(stage.answers, {
    'PanoramaService/GetPanorama': (request: never, { method }: Call) => {
      asked.push(method);
      return method === other ? ofPipeline(request) : ofCustomer(request);
    },
    'SearchService/SearchCustomers': () => ({ hits: [{ customerId: id, customerName: 'Lighthouse' }] }),
    'ProductService/ListProducts': () => ({ products: [] }),
    'OpportunityService/ListOpportunities': () => ({ opportunities: [] }),
  });
});

const shown = () => ({
  contacts: { contacts: [{ id, name: 'Li Wei' }], nextPageToken: 'more' },
  contactPreferences: { preferences: [] },
  interactions: { interactions: [] },
  owners: { owners: [] },
  stages: { stageChanges: [] },
  plannedVisits: { plannedVisits: [] },
  importantDays: { importantDays: [] },
  files: { files: [] },
});

interface Sections {
  customer: { name: string };
  sections: Record<
    string,
    { state: string; reason?: string; contacts?: { name: string }[]; interactions?: unknown[] }
  >;
}

const panorama = async () => (await (await stage.ask(path, { token })).json()) as Sections;

describe('panorama', () => {
  it('answers the customer and every section in one, by one call a service', async () => {
    const { customer, sections } = await panorama();
    expect(customer.name).toBe('Lighthouse');
    expect(sections.contacts).toMatchObject({
      state: 'shown',
      contacts: [{ name: 'Li Wei' }],
      nextPageToken: 'more',
    });
    expect(sections.interactions).toEqual({ state: 'shown', interactions: [] });
    expect(Object.entries(sections).map(([name, { state }]) => [name, state])).toEqual(
      [
        'contacts',
        'contactPreferences',
        'interactions',
        'owners',
        'stages',
        'plannedVisits',
        'importantDays',
        'files',
        'opportunities',
      ].map((name) => [name, 'shown']),
    );
    expect(asked.toSorted()).toEqual(['/kontor.customer.v1.PanoramaService/GetPanorama', other]);
  });

  it('marks what a service does not show, never as empty', async () => {
    const { contacts: _, interactions: __, ...rest } = shown();
    ofCustomer = () => ({
      customer: { id, name: 'Lighthouse' },
      sections: rest,
      missing: [
        { name: 'interactions', state: 'unavailable', reason: 'deadline-exceeded' },
        { name: 'contacts', state: 'hidden', reason: 'forbidden' },
      ],
    });
    const { customer, sections } = await panorama();
    expect(customer.name).toBe('Lighthouse');
    expect(sections.interactions).toEqual({ state: 'unavailable', reason: 'deadline-exceeded' });
    expect(sections.contacts).toEqual({ state: 'hidden', reason: 'forbidden' });
    expect(sections.owners?.state).toBe('shown');
  });

  it('marks a section that a service says nothing of', async () => {
    const { files: _, ...rest } = shown();
    ofCustomer = () => ({ customer: { id, name: 'Lighthouse' }, sections: rest, missing: [] });
    expect((await panorama()).sections.files).toEqual({ state: 'unavailable', reason: 'unavailable' });
  });

  it('marks the sections of a service that fails', async () => {
    ofPipeline = () => {
      throw new AppError('unavailable', 'database-unavailable');
    };
    const { sections } = await panorama();
    expect(sections.opportunities).toEqual({ state: 'unavailable', reason: 'database-unavailable' });
    expect(sections.contacts?.state).toBe('shown');
  });

  it('does not wait for a service that never answers', async () => {
    ofPipeline = () => new Promise(() => undefined);
    const { sections } = await panorama();
    expect(sections.opportunities?.state).toBe('unavailable');
    expect(sections.contacts?.state).toBe('shown');
  });

  it('is 404 for a customer that the caller does not see, whatever its sections would say', async () => {
    ofCustomer = () => {
      throw new AppError('not_found', 'customer-not-found');
    };
    ofPipeline = () => ({ sections: { opportunities: { opportunities: [{ id, name: 'Secret deal' }] } } });
    const answer = await stage.ask(path, { token });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('Secret deal');
  });

  it('shows what other services know of the customer that a merged one became part of', async () => {
    const winner = '01900000-0000-7000-8000-000000000002';
    ofCustomer = () => ({ customer: { id: winner, name: 'Winner' }, sections: shown(), missing: [] });
    ofPipeline = ({ customerId }) => ({
      sections: { opportunities: { opportunities: [{ id, name: customerId === winner ? 'Moved' : 'Old' }] } },
    });
    expect((await panorama()).sections.opportunities).toMatchObject({
      state: 'shown',
      opportunities: [{ name: 'Moved' }],
    });
  });

  it('needs a sign-in and a UUID', async () => {
    expect((await stage.ask(path)).status).toBe(401);
    expect((await stage.ask('/v1/customers/one/panorama', { token })).status).toBe(400);
  });
});

describe('search', () => {
  const search = async (q: string) => {
    const answer = await stage.ask(`/v1/search?q=${encodeURIComponent(q)}`, { token });
    return (await answer.json()) as { results: Record<string, { state: string; hits?: unknown[] }> };
  };

  it('asks customers, products and opportunities at once and marks what fails', async () => {
    expect((await search('灯塔')).results).toMatchObject({
      customers: { state: 'shown', hits: [{ customerName: 'Lighthouse' }] },
      products: { state: 'shown' },
      opportunities: { state: 'shown' },
    });
    stage.answers['ProductService/ListProducts'] = () => {
      throw new AppError('unavailable', 'database-unavailable');
    };
    expect((await search('灯塔')).results).toMatchObject({
      customers: { state: 'shown' },
      products: { state: 'unavailable', reason: 'database-unavailable' },
    });
  });

  it('refuses a search that is none', async () => {
    for (const query of ['', '?q=', '?q=a&q=b', '?q=a&z=1', `?q=${'x'.repeat(201)}`]) {
      expect((await stage.ask(`/v1/search${query}`, { token })).status).toBe(400);
    }
  });
});
