import type { DuplicatePair } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import type { CheckDuplicatesResponse } from '@kontor/contracts/gen/kontor/customer/v1/duplicate_service';
import type { PublicSearchSetting } from '@kontor/contracts/gen/kontor/customer/v1/search';
import { copyRole } from '@kontor/people/role-copy';
import { reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { duplicateCalls, problem } from './duplicate-stage.js';

let service: TestService;
let { customers, duplicates, create, addContact } = {} as ReturnType<typeof duplicateCalls>;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
/** Of another line: sees none of Anna's customers. */
let clara: TestPerson;
/** Sees all customers, and no phones and e-mails of contacts. */
let discreet: TestPerson;
/** Sees all customers, and no phones at all. */
let blind: TestPerson;

const role = (id: string, fields: readonly [object: string, field: string][]) =>
  roleOf(id, {
    permissions: ['customer.read', 'customer.write', 'customer.merge'],
    reaches: reachesAll('customer'),
    fields: fields.map(([object, field]) => ({ object, field, right: 'none' })),
  });

beforeAll(async () => {
  service = await testService('customer', customerService);
  ({ customers, duplicates, create, addContact } = duplicateCalls(service));
  await service.know((tx) =>
    copyRole(
      tx,
      role('discreet', [
        ['contact', 'phones'],
        ['contact', 'emails'],
      ]),
    ),
  );
  await service.know((tx) =>
    copyRole(
      tx,
      role('blind', [
        ['customer', 'phones'],
        ['contact', 'phones'],
      ]),
    ),
  );
  admin = await service.person({ roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  clara = await service.person({ name: 'Clara' });
  discreet = await service.person({ roles: ['discreet'] });
  blind = await service.person({ roles: ['blind'] });
}, 60_000);

afterAll(() => service.dispose());

const check = (person: TestPerson, request: object) =>
  duplicates<CheckDuplicatesResponse>(person, 'CheckDuplicates', request).then(
    ({ candidates }) => candidates,
  );
const pairs = (person: TestPerson, more: object = {}) =>
  duplicates<{ pairs: DuplicatePair[] }>(person, 'ListDuplicatePairs', { pageSize: 200, ...more });
const reason = { acceptDuplicates: true, duplicateReason: 'Both are wanted.' };

describe('who does not see a field', () => {
  it('is not told by pairs what two customers have in common in it, nor how likely they are one', async () => {
    const phones = [{ raw: '+86 21 6000 0001' }];
    const a = await create(anna, { name: 'Pairing', phones });
    const b = await create(anna, { name: 'Something else', phones }, reason);
    const ofTwo = async (person: TestPerson) =>
      (await pairs(person)).pairs.find(({ firstId, secondId }) => firstId === a.id && secondId === b.id);
    expect(await ofTwo(boss)).toMatchObject({ matched: ['phone'], score: '0.60' });
    expect(await ofTwo(blind)).toMatchObject({ matched: [], score: '0.00' });
    for (const person of [blind, discreet]) {
      const filter = JSON.stringify({ field: 'score', op: 'ge', value: '0.5' });
      expect((await problem(pairs(person, { filter }))).reason).toBe('field-hidden');
      expect((await problem(pairs(person, { orderBy: 'score' }))).reason).toBe('field-hidden');
    }
    expect((await pairs(clara)).pairs).toEqual([]);
  });

  it('does not find the contact whose it is by asking for it as the customer’s', async () => {
    const { id } = await create(anna, { name: 'House of contacts' });
    await addContact(anna, id, {
      name: 'Quiet',
      phones: [{ raw: '+86 21 6000 0002' }],
      emails: ['quiet@qq.com'],
    });
    for (const request of [{ phones: ['+862160000002'] }, { emails: ['quiet@qq.com'] }]) {
      expect((await check(boss, request)).map(({ customerId }) => customerId)).toEqual([id]);
      expect(await check(discreet, request)).toEqual([]);
    }
    expect(await check(discreet, { name: 'House of contacts', emails: ['quiet@qq.com'] })).toMatchObject([
      { customerId: id, matched: ['name'] },
    ]);
    const refusal = await problem(create(discreet, { name: 'Guess', emails: ['quiet@qq.com'] }));
    expect(refusal).toMatchObject({ reason: 'possible-duplicate', candidates: [{ customerId: id }] });
    expect(refusal.candidates[0]?.matched ?? []).toEqual([]);
  });
});

describe('answers about customers beyond reach', () => {
  const setting = (duplicateLimit: number) =>
    service.call<PublicSearchSetting>(admin, '/kontor.customer.v1.SearchService/UpdatePublicSearchSetting', {
      publicSearchSetting: { duplicateLimit },
      updateMask: ['duplicateLimit'],
    });
  const logged = (person: TestPerson) =>
    service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE action = 'duplicate-look' AND person_id = $1 ORDER BY id`,
      [person.id],
    );

  it('are written down and limited, checks and refusals together, also of many at once', async () => {
    const { id } = await create(anna, { name: 'Beyond the hills' });
    const curious = await service.person({ name: 'Curious' });
    const mine = await create(curious, { name: 'Before the hills' });
    await setting(5);
    expect(await check(curious, { name: 'Nobody at all' })).toEqual([]);
    expect(await check(curious, { name: mine.name })).toHaveLength(1);
    expect(await logged(curious)).toEqual([]);
    expect(await check(curious, { name: 'Beyond the hills' })).toMatchObject([{ customerId: id }]);
    expect((await problem(create(curious, { name: 'BEYOND the hills' }))).reason).toBe('possible-duplicate');
    expect((await logged(curious)).map(({ changes }) => JSON.parse(changes) as object)).toEqual([
      { by: 'check', found: [id] },
      { by: 'refusal', found: [id] },
    ]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => check(curious, { name: 'Beyond the hills' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await logged(curious)).toHaveLength(5);
    const refusal = await problem(create(curious, { name: 'Beyond the hills' }));
    expect(refusal).toMatchObject({ code: 'exhausted', reason: 'duplicate-look-limit' });
    expect(refusal.candidates).toEqual([]);
    // Whatever would be found: otherwise the refusal would tell.
    expect((await problem(check(curious, { name: 'Nobody at all' }))).reason).toBe('duplicate-look-limit');
    expect((await check(clara, { name: 'Beyond the hills' }))[0]?.customerId).toBe(id);
    expect((await create(curious, { name: 'Beyond the hills' }, reason)).ownerId).toBe(curious.id);
    await setting(300);
  });
});

describe('contacts of one customer', () => {
  it('are one person when name and phone are the same, until somebody says why not', async () => {
    const { id } = await create(anna, { name: 'Office' });
    const contact = { name: '王伟', phones: [{ raw: '+86 21 6000 0003' }], emails: ['wang@office.example'] };
    const first = await addContact(anna, id, contact);
    const refusal = await problem(addContact(anna, id, { ...contact, name: '王 伟' }));
    expect(refusal).toMatchObject({
      reason: 'possible-duplicate',
      candidates: [
        {
          customerId: id,
          contactId: first.id,
          contactName: '王伟',
          matched: ['person_name', 'phone', 'email'],
        },
      ],
    });
    const colleague = await addContact(anna, id, { ...contact, name: '李雷' });
    const rename = { customerId: id, id: colleague.id, contact: { name: '王伟' }, updateMask: ['name'] };
    expect((await problem(customers(anna, 'UpdateContact', rename))).candidates[0]?.contactId).toBe(first.id);
    const second = await addContact(anna, id, contact, reason);
    const audit = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE object_id = $1 AND action = 'accept-duplicate'`,
      [second.id],
    );
    expect(JSON.parse(audit[0]?.changes ?? '{}')).toMatchObject({ likeIds: [first.id] });
    expect((await problem(addContact(clara, id, contact))).code).toBe('not_found');
    const elsewhere = await create(clara, { name: 'Other office' });
    expect((await addContact(clara, elsewhere.id, { name: '王伟' })).name).toBe('王伟');
  });
});
