import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { serviceCall } from '@kontor/access/call';
import { testFolder } from '@kontor/testing/folder';
import { testService, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

let service: TestService;
let folder: string;

beforeAll(async () => {
  folder = await testFolder('files');
  process.env.FILES_FOLDER = folder;
  service = await testService('customer', customerService);
}, 60_000);

afterAll(async () => {
  delete process.env.FILES_FOLDER;
  await service.dispose();
  await rm(folder, { recursive: true, force: true });
});

const rows = <R extends object>(text: string, params: unknown[]) =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) => tx.query<R>(text, params));

it('a leftover that the store does not let go keeps no other waiting', async () => {
  const anna = await service.person({});
  const customer = await service.call<Customer>(anna, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: 'Папка' },
  });
  const [stuck, fine] = [uuidv7(), uuidv7()];
  // Where its pieces should lie is something else: no store can look for them there.
  await mkdir(join(folder, 'pieces'), { recursive: true });
  await writeFile(join(folder, 'pieces', stuck), '');
  await rows(
    `INSERT INTO file (id, customer_id, name, content_type, size, sha256, author_id, state, stored_as, version, create_time, update_time)
     SELECT f.id, $2, 'a.txt', '', 0, '', $3, 'removed', '', 1, now(), now()
     FROM unnest($1::uuid[]) WITH ORDINALITY AS f (id, place) ORDER BY f.place`,
    [[stuck, fine], customer.id, anna.id],
  );
  const left = () =>
    rows<{ id: string; putOff: boolean }>(
      `SELECT id, retry_time > now() AS "putOff" FROM file WHERE id = ANY ($1::uuid[])`,
      [[stuck, fine]],
    );
  await until('the other one to be removed', async () => (await left()).length === 1, 40_000);
  expect(await left()).toEqual([{ id: stuck, putOff: true }]);
}, 60_000);
