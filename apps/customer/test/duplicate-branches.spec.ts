import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

let service: TestService;
let anna: TestPerson;
let clara: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  anna = await service.person({ name: 'Anna' });
  clara = await service.person({ name: 'Clara' });
}, 60_000);

afterAll(() => service.dispose());

const create = (person: TestPerson, name: string, more: object = {}) =>
  service.call<Customer>(person, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name },
    ...more,
  });

it('whoever makes a branch is told of its mother, and the branches are not told of each other', async () => {
  const mother = await create(anna, '远帆物流有限公司');
  await expect(create(clara, '遠帆物流有限公司上海分公司')).rejects.toMatchObject({
    reason: 'possible-duplicate',
    candidates: [{ customerId: mother.id, matched: ['name'], hard: false }],
  });
  const reason = { acceptDuplicates: true, duplicateReason: 'A branch.' };
  const branch = await create(clara, '远帆物流有限公司上海分公司', reason);
  await expect(create(anna, '远帆物流股份有限公司广州分公司')).rejects.toMatchObject({
    candidates: [{ customerId: mother.id }],
  });
  const other = await create(anna, '远帆');
  const rename = service.call(anna, '/kontor.customer.v1.CustomerService/UpdateCustomer', {
    id: other.id,
    customer: { name: '远帆物流有限公司成都办事处' },
    updateMask: ['name'],
  });
  await expect(rename).rejects.toMatchObject({ candidates: [{ customerId: mother.id }] });
  await expect(create(anna, '远帆物流上海分公司')).rejects.toMatchObject({
    candidates: [{ customerId: branch.id }],
  });
});

it('a branch whose mother is not there is made as any other', async () => {
  const branch = await create(anna, 'Филиал ООО «Парус» в Казани');
  const mother = await create(clara, 'ООО «Парус»');
  expect([branch.ownerId, mother.ownerId]).toEqual([anna.id, clara.id]);
});
