import { serviceCall } from '@kontor/access/call';
import { tellAnew } from '@kontor/database/tell-anew';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { tellers } from '../src/opportunity/retell.job.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let anna: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  anna = await service.person({ name: 'Anna' });
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

it('opportunities that wait to be told of are told as they are, each once', async () => {
  const deals = dealsOf(service);
  const customer = customerOf(anna);
  await voice.customer(customer);
  const { id } = await deals.create(anna, { customerId: customer.id });
  await deals.win(anna, id);
  const { unitOfWork } = service.running;
  const call = serviceCall('sales-pipeline', 'test');
  await unitOfWork.write(call, (tx) => tx.query(`INSERT INTO to_tell VALUES ('opportunity', $1)`, [id]));
  for (let i = 0; i < 2; i++) expect(await tellAnew(unitOfWork, call, tellers)).toBe(false);
  const told = (await service.events('kontor.sales_pipeline.v1.OpportunityChanged')).filter(
    ({ opportunity }) => opportunity?.id === id,
  );
  expect(
    told.map(({ opportunity, changed, ownerId }) => [
      opportunity?.stage,
      opportunity?.etag,
      changed,
      ownerId,
    ]),
  ).toEqual([
    ['open', '1', expect.any(Array), anna.id],
    ['won', '2', expect.any(Array), anna.id],
    ['won', '2', [], anna.id],
  ]);
});
