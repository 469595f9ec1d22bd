import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let deals: ReturnType<typeof dealsOf>;
let anna: TestPerson;
let boris: TestPerson;
/** Reaches everything, and does not see what deals are about. */
let clerk: TestPerson;
let customerId: string;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  const role = roleOf('clerk', {
    permissions: ['opportunity.read'],
    reaches: reachesAll('customer', 'opportunity'),
    fields: fieldRights('opportunity', { name: 'none' }),
  });
  await service.know((tx) => copyRole(tx, role));
  anna = await service.person({ name: 'Anna' });
  boris = await service.person({ name: 'Борис' });
  clerk = await service.person({ name: 'Clerk', roles: ['clerk'] });
  const customer = customerOf(anna);
  customerId = customer.id;
  await voice.customer(customer);
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

const found = async (person: TestPerson, search: string) =>
  (await deals.list(person, { search })).opportunities.map(({ id }) => id);

it('opportunities are found by parts of name and number, in every script, by who sees the deal', async () => {
  const crane = await deals.create(anna, { customerId, name: 'Башенный КРАН 起重机' });
  const other = await deals.create(anna, { customerId, name: 'Насос' });
  for (const text of ['кран', '起重', 'ＫＲ', crane.number.slice(-4), crane.number])
    expect(await found(anna, text)).toEqual(text === 'ＫＲ' ? [] : expect.arrayContaining([crane.id]));
  expect(await found(anna, 'кран')).toEqual([crane.id]);
  expect(await found(anna, 'я')).toEqual([]);
  expect(await found(boris, 'кран')).toEqual([]);
  await deals.update(anna, other.id, { name: 'Автокран' });
  expect((await found(anna, 'кран')).toSorted()).toEqual([crane.id, other.id].toSorted());
});

it('who does not see a field finds by the others', async () => {
  const { id, number } = await deals.create(anna, { customerId, name: 'Экскаватор' });
  expect(await found(clerk, 'Экскаватор')).toEqual([]);
  expect(await found(clerk, number)).toEqual([id]);
});
