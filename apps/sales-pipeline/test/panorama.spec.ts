import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { Panorama } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/panorama_service';
import { copyRole } from '@kontor/people/role-copy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { testService, type CallOptions, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let deals: ReturnType<typeof dealsOf>;
let boss: TestPerson;
let anna: TestPerson;
let stranger: TestPerson;
let customerId: string;

const panorama = (person: TestPerson, id = customerId, options: CallOptions = {}) =>
  service.call<Panorama>(
    person,
    '/kontor.sales_pipeline.v1.PanoramaService/GetPanorama',
    { customerId: id },
    options,
  );
const role = (id: string, permissions: string[]): Role => ({
  ...{ id, name: id, description: '', deniedPermissions: [], names: [], fields: [] },
  ...{ permissions, reaches: [{ object: 'customer', reach: 'all' }], builtIn: false, etag: '1' },
});

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  stranger = await service.person({ name: 'Борис' });
  const customer = customerOf(anna);
  customerId = customer.id;
  await voice.customer(customer);
  for (let i = 1; i <= 21; i++) await deals.create(anna, { customerId, name: `Deal ${i}` });
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

it('shows of a customer what the list of opportunities narrowed to it shows, and goes on there', async () => {
  const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: customerId });
  for (const person of [anna, boss]) {
    const { sections, missing } = await panorama(person);
    const listed = await deals.list(person, { pageSize: 20, filter });
    expect(missing).toEqual([]);
    expect(sections?.opportunities?.opportunities).toEqual(listed.opportunities);
    expect(listed.opportunities).toMatchObject([
      { name: 'Deal 21', customerName: 'Маяк' },
      ...Array(19).fill({}),
    ]);
    const pageToken = sections?.opportunities?.nextPageToken;
    const rest = await deals.list(person, { filter, pageToken });
    expect(rest.opportunities).toMatchObject([{ name: 'Deal 1' }]);
  }
});

it('shows nothing of a customer that the caller does not see, or that nobody told of', async () => {
  for (const id of [customerId, uuidv7()]) {
    const { sections, missing } = await panorama(stranger, id);
    expect(sections).toEqual({ opportunities: { opportunities: [] } });
    expect(missing).toEqual([]);
  }
});

it('withholds opportunities from who may not read them, and tells the audit as their own call would', async () => {
  await service.know((tx) => copyRole(tx, role('reception', ['customer.read'])));
  const desk = await service.person({ roles: ['reception'] });
  expect(await panorama(desk)).toEqual({
    sections: {},
    missing: [{ name: 'opportunities', state: 'hidden', reason: 'forbidden' }],
  });
  const [row] = await service.ownerQuery(
    `SELECT action, object FROM audit WHERE person_id = $1 AND outcome = 'refused'`,
    [desk.id],
  );
  expect(row).toEqual({ action: 'ListOpportunities', object: 'opportunity' });
});

it('withholds them from a substitute who acts for somebody in customers only', async () => {
  const [forCustomers, forAll] = [await service.person({}), await service.person({})];
  const times = {
    startTime: new Date(Date.now() - 3_600_000).toISOString(),
    endTime: new Date(Date.now() + 3_600_000).toISOString(),
  };
  const substitution = (substitute: TestPerson, objects: string[]) => ({
    ...{ id: uuidv7(), personId: anna.id, substituteId: substitute.id },
    ...{ ...times, objects, cancelled: false, etag: '1' },
  });
  await service.know(async (tx) => {
    await copySubstitution(tx, substitution(forCustomers, ['customer']));
    await copySubstitution(tx, substitution(forAll, []));
  });
  const { missing } = await panorama(forCustomers, customerId, { onBehalfOf: anna.id });
  expect(missing).toEqual([{ name: 'opportunities', state: 'hidden', reason: 'not-a-substitute' }]);
  const { sections } = await panorama(forAll, customerId, { onBehalfOf: anna.id });
  expect(sections?.opportunities?.opportunities).toHaveLength(20);
});
