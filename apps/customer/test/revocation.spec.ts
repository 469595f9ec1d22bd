import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { copyPerson } from '@kontor/people/person-copy';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
beforeAll(async () => (service = await testService('customer', customerService)), 60_000);
afterAll(() => service?.dispose());

/** What an event of identity says of a person later; nobody tells this process to look, it must find out itself. */
const change = ({ id, name }: TestPerson, version: number, facts: Partial<Person>) =>
  service.running.unitOfWork.write(serviceCall('test', 'change'), (tx) =>
    copyPerson(tx, {
      id,
      name,
      email: `${id}@kontor.local`,
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'UTC',
      status: 'active',
      etag: String(version),
      ...facts,
    }),
  );
const create = (person: TestPerson) =>
  service.call<Customer>(person, `${calls}/CreateCustomer`, {
    customer: { kind: 'company', name: uuidv7() },
  });
const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });
/** The problem with which a call is refused, once it is. */
const refusal = (what: string, call: () => Promise<unknown>) =>
  until(what, () =>
    call().then(
      () => undefined,
      (error: { problem?: object }) => error.problem,
    ),
  );

describe('a token that says what no longer holds', () => {
  it('shows what the roles of now show, once one was taken and once it is given back', async () => {
    const owner = await service.person();
    const administrator = await service.person({ roles: ['administrator'] });
    const { id } = await create(owner);
    expect((await get(administrator, id)).id).toBe(id);
    await change(administrator, 2, { roles: ['salesperson'] });
    expect(await refusal('the role to be gone', () => get(administrator, id))).toMatchObject({
      code: 'not_found',
    });
    await change(administrator, 3, { roles: ['administrator'] });
    await until('the role to be back', () => get(administrator, id));
  });

  it('opens a call that needs the role only while the role is held', async () => {
    const manager = await service.person({ roles: ['manager'] });
    const transfer = async () =>
      service.call(manager, `${calls}/TransferCustomer`, {
        id: (await create(manager)).id,
        ownerId: manager.id,
      });
    await transfer();
    await change(manager, 2, {});
    expect(await refusal('the role to be gone', transfer)).toMatchObject({ code: 'forbidden' });
  });

  it('opens nothing for who left, and still everything of theirs for who is leaving', async () => {
    const person = await service.person();
    const boss = await service.person({ roles: ['administrator'] });
    const { id } = await create(person);
    const given = await create(boss);
    const give = () => service.call(boss, `${calls}/TransferCustomer`, { id: given.id, ownerId: person.id });
    await change(person, 2, { status: 'leaving' });
    expect(await refusal('new records to be refused', give)).toMatchObject({
      fields: [expect.objectContaining({ field: 'ownerId', reason: 'owner-unknown' })],
    });
    expect((await get(person, id)).id).toBe(id);
    await change(person, 3, { status: 'left' });
    expect(await refusal('the person to be signed out', () => get(person, id))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
  });
});
