import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListInteractionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Panorama, PanoramaSections } from '@kontor/contracts/gen/kontor/customer/v1/panorama_service';
import type { ListPlannedVisitsResponse } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyRole } from '@kontor/people/role-copy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { testService, type CallOptions, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let stranger: TestPerson;
/** A customer of Anna with something in every section. */
let whole: Customer;

const call = <T>(person: TestPerson, path: string, request: object, options: CallOptions = {}) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request, options);
const panorama = (person: TestPerson, id: string, options: CallOptions = {}) =>
  call<Panorama>(person, 'PanoramaService/GetPanorama', { id }, options);
const create = (person: TestPerson, customer: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Pier ${uuidv7()}`, ...customer },
  });
const talk = (customerId: string, content = 'Came by.') =>
  call(anna, 'CustomerService/CreateInteraction', { customerId, interaction: { manner: 'visit', content } });

const names: readonly string[] = contract
  .fields('kontor.customer.v1.PanoramaSections')
  .map(({ name }) => name);

/** What the calls of the sections answer to the same person, one by one. */
async function oneByOne(person: TestPerson, customerId: string): Promise<PanoramaSections> {
  const page = { customerId, pageSize: 20 };
  const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: customerId });
  return {
    contacts: await call(person, 'CustomerService/ListContacts', page),
    contactPreferences: await call(person, 'ContactGuardService/ListContactPreferences', { customerId }),
    interactions: await call(person, 'CustomerService/ListInteractions', page),
    owners: await call(person, 'OwnershipService/ListOwners', page),
    stages: await call(person, 'StageHistoryService/ListStageChanges', page),
    plannedVisits: await call(person, 'VisitPlanService/ListPlannedVisits', { pageSize: 20, filter }),
    importantDays: await call(person, 'ImportantDayService/ListImportantDays', page),
    files: await call(person, 'FileService/ListFiles', page),
  };
}

const role = (id: string, more: Partial<Role>) =>
  service.know((tx) =>
    copyRole(tx, {
      ...{ id, name: id, description: '', deniedPermissions: [], names: [], fields: [] },
      permissions: ['customer.read'],
      reaches: [{ object: 'customer', reach: 'all' }],
      ...{ builtIn: false, etag: '1' },
      ...more,
    }),
  );

beforeAll(async () => {
  process.env.MASS_READ_ROWS_PER_HOUR_LEAVING = '5';
  service = await testService('customer', customerService);
  delete process.env.MASS_READ_ROWS_PER_HOUR_LEAVING;
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  stranger = await service.person({ name: 'Борис' });
  whole = await create(anna, { segment: 'pier' });
  await call(boss, 'VisitPlanService/CreateVisitPlan', {
    visitPlan: { name: 'Pier', segment: 'pier', visits: 2 },
  });
  const { id: customerId } = whole;
  const contact = { name: '张伟' };
  const { id: contactId } = await call<Contact>(anna, 'CustomerService/CreateContact', {
    customerId,
    contact,
  });
  await call(anna, 'ContactGuardService/SetContactPreference', {
    customerId,
    preference: { contactId, doNotCall: true, timeZone: '', consents: [] },
  });
  await talk(customerId);
  await call(anna, 'CustomerService/UpdateCustomer', {
    id: customerId,
    customer: { status: 'interested' },
    updateMask: ['status'],
  });
  await call(anna, 'ImportantDayService/CreateImportantDay', {
    customerId,
    importantDay: { kind: 'birthday', name: '生日', calendar: 'lunar', month: 8, day: 15, daysBefore: [3] },
  });
  const file = { customerId, file: { name: 'note.txt' } };
  const { id } = await call<{ id: string }>(anna, 'FileService/CreateFile', file);
  const data = Buffer.from('Offer').toString('base64');
  await call(anna, 'FileService/WriteFileChunk', { customerId, id, index: 0, data });
  await call(anna, 'FileService/FinishFile', { customerId, id, size: '5' });
  await until('the planned visits', async () => {
    const { plannedVisits } = await oneByOne(anna, customerId);
    return (plannedVisits?.plannedVisits.length ?? 0) > 0;
  });
}, 90_000);

afterAll(() => service?.dispose());

describe('everything about a customer', () => {
  it('is what the calls of the sections answer, for the owner and for the superior', async () => {
    for (const person of [anna, boss]) {
      const { customer, sections, missing } = await panorama(person, whole.id);
      expect(customer).toEqual(await call(person, 'CustomerService/GetCustomer', { id: whole.id }));
      expect(sections).toEqual(await oneByOne(person, whole.id));
      expect(missing).toEqual([]);
    }
  });

  it('shows something in each section of a customer that has everything', async () => {
    const { sections } = await panorama(anna, whole.id);
    const rows = Object.entries(sections ?? {}).map(([name, answer]) => [
      name,
      Object.values(answer as Record<string, unknown[]>)[0]?.length,
    ]);
    expect(rows.map(([name]) => name)).toEqual(names);
    for (const [name, count] of rows) expect([name, Number(count) > 0]).toEqual([name, true]);
  });

  it('is not there for who does not see the customer, and the audit is told', async () => {
    await expect(panorama(stranger, whole.id)).rejects.toMatchObject({
      code: 'not_found',
      reason: 'customer-not-found',
    });
    const [row] = await service.ownerQuery(
      `SELECT action, object, object_id AS "objectId" FROM audit WHERE person_id = $1 AND outcome = 'refused'`,
      [stranger.id],
    );
    expect(row).toEqual({ action: 'GetPanorama', object: 'customer', objectId: whole.id });
  });

  it('gives the newest 20, and a page token that the call of the section goes on with', async () => {
    const { id } = await create(anna);
    for (let i = 1; i <= 21; i++) await talk(id, `Talk ${i}`);
    const { sections } = await panorama(anna, id);
    const { interactions = [], nextPageToken } = sections?.interactions ?? {};
    expect(interactions).toHaveLength(20);
    const rest = await call<ListInteractionsResponse>(anna, 'CustomerService/ListInteractions', {
      customerId: id,
      pageToken: nextPageToken,
    });
    expect(rest.interactions.map(({ content }) => content)).toEqual(['Talk 1']);
  });

  it('gives planned visits, too, with a token that their list narrowed to the customer goes on with', async () => {
    const { id } = await create(anna, { segment: 'often' });
    await call(boss, 'VisitPlanService/CreateVisitPlan', {
      visitPlan: { name: 'Often', segment: 'often', visits: 22 },
    });
    const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: id });
    const list = (more: object) =>
      call<ListPlannedVisitsResponse>(anna, 'VisitPlanService/ListPlannedVisits', { filter, ...more });
    await until('22 visits', async () => (await list({})).plannedVisits.length === 22);
    const { plannedVisits: first = [], nextPageToken } =
      (await panorama(anna, id)).sections?.plannedVisits ?? {};
    const { plannedVisits: rest } = await list({ pageToken: nextPageToken });
    expect([first.length, rest.length]).toEqual([20, 2]);
    expect(new Set([...first, ...rest].map((visit) => visit.id)).size).toBe(22);
  });

  it('of a merged customer is that of the one that it became part of', async () => {
    const [winner, loser] = [await create(anna), await create(anna)];
    await talk(loser.id, 'Before the merger.');
    await call(boss, 'MergeService/MergeCustomers', { id: winner.id, loserId: loser.id });
    const { customer, sections } = await panorama(anna, loser.id);
    expect(customer?.id).toBe(winner.id);
    expect(sections?.interactions?.interactions).toMatchObject([{ content: 'Before the merger.' }]);
    await expect(panorama(stranger, loser.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('rights', () => {
  it('are those of each section: what reveals a hidden field is withheld, what shows it goes without', async () => {
    await role('blind', {
      fields: [
        { object: 'customer', field: 'status', right: 'none' },
        { object: 'contact', field: 'name', right: 'mask' },
      ],
    });
    const blind = await service.person({ roles: ['blind'] });
    const { customer, sections, missing } = await panorama(blind, whole.id);
    expect(missing).toEqual([{ name: 'stages', state: 'hidden', reason: 'field-hidden' }]);
    expect(sections).not.toHaveProperty('stages');
    expect(customer).not.toHaveProperty('status');
    expect(sections?.contacts?.contacts).toMatchObject([{ name: '•••' }]);
    expect(sections?.files).toEqual((await panorama(anna, whole.id)).sections?.files);
  });

  it('of a role are seen in a preview of it: the call reads, though it has no route', async () => {
    await role('previewed', { fields: [{ object: 'contact', field: 'name', right: 'mask' }] });
    const admin = await service.person({ roles: ['administrator'] });
    const clients = new RpcClients({ customer: service.settings.listen });
    try {
      const { sections } = await clients.call<Panorama>(
        '/kontor.customer.v1.PanoramaService/GetPanorama',
        { id: whole.id },
        { requestId: uuidv7(), language: 'en', deadline: Date.now() + 10_000, viewAsRole: 'previewed' },
        admin.token,
      );
      expect(sections?.contacts?.contacts).toMatchObject([{ name: '•••' }]);
    } finally {
      clients.close();
    }
  });

  it('to the name alone give no section', async () => {
    await role('porter', { reaches: [], names: [{ object: 'customer', fields: [] }] });
    const porter = await service.person({ roles: ['porter'] });
    const { customer, sections, missing } = await panorama(porter, whole.id);
    expect(customer).toEqual(await call(porter, 'CustomerService/GetCustomer', { id: whole.id }));
    expect(customer).not.toHaveProperty('createTime');
    expect(sections).toEqual({});
    expect(missing).toEqual(names.map((name) => ({ name, state: 'hidden', reason: 'customer-not-found' })));
  });

  it('of who is absent are those of the substitute in that place, and of nobody else', async () => {
    const substitute = await service.person({});
    const absent = await service.person({});
    const { id } = await create(absent);
    await talkOf(absent, id);
    await expect(panorama(substitute, id)).rejects.toMatchObject({ code: 'not_found' });
    await service.know((tx) =>
      copySubstitution(tx, {
        ...{ id: uuidv7(), personId: absent.id, substituteId: substitute.id },
        startTime: new Date(Date.now() - 3_600_000).toISOString(),
        endTime: new Date(Date.now() + 3_600_000).toISOString(),
        ...{ objects: [], cancelled: false, etag: '1' },
      }),
    );
    for (const options of [{}, { onBehalfOf: absent.id }]) {
      const { sections, missing } = await panorama(substitute, id, options);
      expect(sections?.interactions?.interactions).toHaveLength(1);
      expect(missing).toEqual([]);
    }
    await expect(panorama(stranger, id, { onBehalfOf: absent.id })).rejects.toMatchObject({
      reason: 'not-a-substitute',
    });
  });

  it('to mass reading hold: who is leaving gets no more lists by it than by their own calls', async () => {
    const leaver = await service.person({ status: 'leaving' });
    const { id } = await create(leaver);
    for (let i = 0; i < 6; i++) await talkOf(leaver, id);
    expect((await panorama(leaver, id)).sections?.interactions?.interactions).toHaveLength(6);
    const { customer, sections, missing } = await panorama(leaver, id);
    expect(customer?.id).toBe(id);
    expect(Object.keys(sections ?? {})).toEqual(['contactPreferences']);
    expect(missing).toHaveLength(names.length - 1);
    expect(missing[0]).toMatchObject({ state: 'unavailable', reason: 'mass-read' });
  });
});

const talkOf = (person: TestPerson, customerId: string) =>
  call(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'visit', content: 'Came by.' },
  });

describe('a section that fails', () => {
  const all = async () => ({ ...(await panorama(anna, whole.id)).sections });

  it('takes nothing from the others, those behind it included', async () => {
    const { contacts: _, ...others } = await all();
    const { username } = new URL(service.settings.databaseUrl);
    await service.ownerQuery(`REVOKE SELECT ON contact FROM "${username}"`);
    try {
      const { customer, sections, missing } = await panorama(anna, whole.id);
      expect(customer?.id).toBe(whole.id);
      expect(sections).toEqual(others);
      expect(missing).toEqual([{ name: 'contacts', state: 'unavailable', reason: 'internal' }]);
    } finally {
      await service.ownerQuery(`GRANT SELECT ON contact TO "${username}"`);
    }
    expect(await all()).toHaveProperty('contacts');
  });

  it('by taking too long is given up, and the others are shown', async () => {
    const { interactions: _, ...others } = await all();
    await service.ownerQuery('BEGIN');
    try {
      await service.ownerQuery('LOCK TABLE interaction IN ACCESS EXCLUSIVE MODE');
      const { sections, missing } = await panorama(anna, whole.id);
      expect(sections).toEqual(others);
      expect(missing).toEqual([{ name: 'interactions', state: 'unavailable', reason: 'deadline-exceeded' }]);
    } finally {
      await service.ownerQuery('ROLLBACK');
    }
  });
});
