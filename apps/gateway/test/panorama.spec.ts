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

beforeEach(() => {
  Object.assign(stage.answers, {
    'CustomerService/GetCustomer': () => ({ id, name: 'Lighthouse', etag: '3' }),
    'CustomerService/ListContacts': () => ({ contacts: [{ id, name: 'Li Wei' }] }),
    'CustomerService/ListInteractions': () => ({ interactions: [] }),
    'ContactGuardService/ListContactPreferences': () => ({ preferences: [] }),
    'OwnershipService/ListOwners': () => ({ owners: [] }),
    'StageHistoryService/ListStageChanges': () => ({ stageChanges: [] }),
    'VisitPlanService/ListPlannedVisits': () => ({ plannedVisits: [] }),
    'ImportantDayService/ListImportantDays': () => ({ importantDays: [] }),
    'FileService/ListFiles': () => ({ files: [] }),
    'OpportunityService/ListOpportunities': () => ({ opportunities: [] }),
    'SearchService/SearchCustomers': () => ({ hits: [{ customerId: id, customerName: 'Lighthouse' }] }),
    'ProductService/ListProducts': () => ({ products: [] }),
  });
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
  it('answers the customer and every section in one', async () => {
    const { customer, sections } = await panorama();
    expect(customer.name).toBe('Lighthouse');
    expect(sections.contacts).toMatchObject({ state: 'shown', contacts: [{ name: 'Li Wei' }] });
    expect(sections.interactions).toMatchObject({ state: 'shown', interactions: [] });
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
  });

  it('marks what a service fails at and what rights hide, never as empty', async () => {
    stage.answers['CustomerService/ListInteractions'] = () => {
      throw new AppError('unavailable', 'database-unavailable');
    };
    stage.answers['CustomerService/ListContacts'] = () => {
      throw new AppError('forbidden', 'forbidden', { params: { permission: 'customer.read' } });
    };
    const { customer, sections } = await panorama();
    expect(customer.name).toBe('Lighthouse');
    expect(sections.interactions).toEqual({ state: 'unavailable', reason: 'database-unavailable' });
    expect(sections.contacts).toEqual({ state: 'hidden', reason: 'forbidden' });
    expect(sections.owners?.state).toBe('shown');
  });

  it('does not wait for a section whose service never answers', async () => {
    stage.answers['OwnershipService/ListOwners'] = () => new Promise(() => undefined);
    const { sections } = await panorama();
    expect(sections.owners?.state).toBe('unavailable');
    expect(sections.contacts?.state).toBe('shown');
  });

  it('is 404 for a customer that the caller does not see, whatever its sections would say', async () => {
    stage.answers['CustomerService/GetCustomer'] = () => {
      throw new AppError('not_found', 'customer-not-found');
    };
    const answer = await stage.ask(path, { token });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('Li Wei');
  });

  it('shows the sections of the customer that a merged one became part of', async () => {
    const winner = '01900000-0000-7000-8000-000000000002';
    stage.answers['CustomerService/GetCustomer'] = () => ({ id: winner, name: 'Winner', etag: '1' });
    stage.answers['CustomerService/ListContacts'] = ((request: { customerId: string }) => {
      if (request.customerId !== winner) throw new AppError('not_found', 'customer-not-found');
      return { contacts: [{ id, name: 'Moved' }] };
    }) as never;
    expect((await panorama()).sections.contacts).toMatchObject({
      state: 'shown',
      contacts: [{ name: 'Moved' }],
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
