import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DuplicatePair } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import type { CheckDuplicatesResponse } from '@kontor/contracts/gen/kontor/customer/v1/duplicate_service';
import { serviceCall } from '@kontor/access/call';
import { type RpcProblem } from '@kontor/rpc/problem-error';
import { type TestPerson } from '@kontor/testing/service';
import { duplicateStage, problem } from './duplicate-stage.js';

const { service, boss, anna, clara, customers, duplicates, create, addContact, scan } =
  await duplicateStage();
afterAll(() => service.dispose());

/** Valid Unified Social Credit Codes, each once. */
function* usccs(): Generator<string> {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  for (let number = 1; ; number++) {
    const body = `91110108MA${String(number).padStart(7, '0')}`;
    const sum = [...body].reduce(
      (total, letter, place) => total + letters.indexOf(letter) * (3 ** place % 31),
      0,
    );
    yield body + letters.charAt((31 - (sum % 31)) % 31);
  }
}
const codes = usccs();
const uscc = () => codes.next().value as string;

describe('tax numbers', () => {
  it('are stored in one form, and found by it', async () => {
    const code = uscc();
    const spaced = `${code.slice(0, 6)} ${code.slice(6).toLowerCase()}`;
    const { id, taxNumber } = await create(anna, { name: '北方精密', taxNumber: spaced });
    expect(taxNumber).toBe(code);
    const filter = JSON.stringify({ field: 'taxNumber', op: 'eq', value: code });
    const found = await customers<{ customers: Customer[] }>(anna, 'ListCustomers', { filter });
    expect(found.customers.map((one) => one.id)).toEqual([id]);
  });

  it('with a wrong check character are refused, in the country where the customer is', async () => {
    const wrong = await problem(create(anna, { name: 'Wrong', taxNumber: '91110108MA0000001A' }));
    expect(wrong.fields).toMatchObject([{ field: 'taxNumber', reason: 'not-a-uscc' }]);
    const russian = { name: 'Верно', taxNumber: '7707083894', addresses: [{ country: 'RU' }] };
    expect((await problem(create(anna, russian))).fields).toMatchObject([{ reason: 'not-an-inn' }]);
    const german = await create(anna, { name: 'Frei', taxNumber: 'DE 123', addresses: [{ country: 'DE' }] });
    expect(german.taxNumber).toBe('DE123');
  });
});

describe('a hard duplicate', () => {
  it('is refused with public fields only, also of a customer that the caller may not see', async () => {
    const taxNumber = uscc();
    const first = await create(anna, { name: 'Secret Garden', taxNumber, note: 'hush', phones: [] });
    await expect(customers(clara, 'GetCustomer', { id: first.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const refusal = await problem(create(clara, { name: 'Other name', taxNumber }));
    expect(refusal).toMatchObject({ code: 'conflict', reason: 'duplicate' });
    expect(refusal.candidates).toEqual([
      {
        customerId: first.id,
        number: first.number,
        name: 'Secret Garden',
        ownerName: 'Anna',
        matched: ['tax'],
        hard: true,
      },
    ]);
    const accepted = create(
      clara,
      { name: 'Other name', taxNumber },
      { acceptDuplicates: true, duplicateReason: 'I insist.' },
    );
    expect((await problem(accepted)).reason).toBe('duplicate');
  });

  it('is born once when sixteen race', async () => {
    const taxNumber = uscc();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, (_, i) =>
        create(i % 2 ? anna : clara, { name: `Racer ${i} of tax`, taxNumber }),
      ),
    );
    const made = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    for (const one of outcomes) {
      if (one.status !== 'rejected') continue;
      expect(one.reason).toMatchObject({ code: 'conflict', reason: 'duplicate' });
      expect((one.reason as RpcProblem).problem.candidates).toMatchObject([{ customerId: made[0]?.id }]);
    }
  });

  it('is refused in a change, and a number that was given up is free again', async () => {
    const [mine, other] = [uscc(), uscc()];
    const a = await create(anna, { name: 'Changer A', taxNumber: mine });
    const b = await create(clara, { name: 'Changer B', taxNumber: other });
    const change = (taxNumber: string) => ({ id: b.id, customer: { taxNumber }, updateMask: ['taxNumber'] });
    const refusal = await problem(customers(clara, 'UpdateCustomer', change(mine)));
    expect(refusal.candidates.map(({ customerId }) => customerId)).toEqual([a.id]);
    await customers(clara, 'UpdateCustomer', change(uscc()));
    expect((await create(anna, { name: 'Changer C', taxNumber: other })).taxNumber).toBe(other);
  });
});

it('a key that was written unclaimed is claimed where nobody else has it', async () => {
  const owner = await create(anna, { name: 'Owner of unclaimed keys' });
  await service.running.unitOfWork.write(serviceCall('test', 'write a key'), (tx) =>
    tx.query(
      `INSERT INTO match_key (kind, key, strength, customer_id, claimed) VALUES ('phone', '+8613700000001', 'soft', $1, false)`,
      [owner.id],
    ),
  );
  const refusal = await problem(create(clara, { name: 'Caller', phones: [{ raw: '+8613700000001' }] }));
  expect(refusal.candidates.map(({ customerId }) => customerId)).toEqual([owner.id]);
});

it('keys go with their customer, and the next one that has them bars others', async () => {
  const reason = { acceptDuplicates: true, duplicateReason: 'Both for a while.' };
  const first = await create(anna, { name: 'Gone with the keys' });
  const second = await create(clara, { name: 'Gone with the keys, Ltd.' }, reason);
  await service.running.unitOfWork.write(serviceCall('test', 'delete a customer'), async (tx) => {
    await tx.query('DELETE FROM ownership_change WHERE customer_id = $1', [first.id]);
    await tx.query('DELETE FROM customer WHERE id = $1', [first.id]);
  });
  const refusal = await problem(create(anna, { name: 'GONE WITH THE KEYS' }));
  expect(refusal.candidates.map(({ customerId }) => customerId)).toEqual([second.id]);
  await customers(clara, 'UpdateCustomer', {
    id: second.id,
    customer: { name: 'New name' },
    updateMask: ['name'],
  });
  expect((await create(anna, { name: 'Gone with the keys' })).ownerId).toBe(anna.id);
});

describe('a likely duplicate', () => {
  it('is told by name, legal form and look-alike letters aside, and written with a reason that is audited', async () => {
    const first = await create(anna, { name: 'ООО «Ромашка»' });
    const refusal = await problem(create(clara, { name: 'POMAШKA, ooo' }));
    expect(refusal).toMatchObject({ code: 'conflict', reason: 'possible-duplicate' });
    expect(refusal.candidates).toMatchObject([{ customerId: first.id, matched: ['name'], hard: false }]);
    const bare = await problem(create(clara, { name: 'Ромашка' }, { acceptDuplicates: true }));
    expect(bare).toMatchObject({ code: 'invalid', fields: [{ reason: 'duplicate-needs-reason' }] });
    const accepted = { acceptDuplicates: true, duplicateReason: 'A flower shop in another city.' };
    const second = await create(clara, { name: 'Ромашка' }, accepted);
    const audit = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE object_id = $1 AND action = 'accept-duplicate'`,
      [second.id],
    );
    expect(JSON.parse(audit[0]?.changes ?? '{}')).toEqual({
      reason: 'A flower shop in another city.',
      likeIds: [first.id],
    });
  });

  it('is born once when sixteen race', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, (_, i) =>
        create(i % 2 ? anna : clara, { name: `鸿远贸易有限公司${' '.repeat(i)}` }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ reason: 'possible-duplicate' });
  });

  it('is told by phones, e-mails and domains of customers and contacts, not by providers of mail', async () => {
    const first = await create(anna, { name: 'Keyed One', website: 'https://www.keyed-one.example/about' });
    await addContact(anna, first.id, {
      name: '李雷',
      phones: [{ raw: '138 0013 8000' }],
      emails: ['Li.Lei@qq.com'],
    });
    const looks = async (customer: object) =>
      (await problem(create(clara, { name: 'Keyed Two', ...customer }))).candidates.map(
        ({ matched }) => matched,
      );
    expect(await looks({ phones: [{ raw: '+8613800138000' }] })).toEqual([['phone']]);
    expect(await looks({ emails: ['li.lei@QQ.com'] })).toEqual([['email']]);
    expect(await looks({ emails: ['sales@keyed-one.example'] })).toEqual([['domain']]);
    expect((await create(clara, { name: 'Keyed Three', emails: ['hanmeimei@qq.com'] })).name).toBe(
      'Keyed Three',
    );
  });

  it('is no duplicate of itself: a customer and its contacts may share phones and addresses', async () => {
    const phones = [{ raw: '010-6554 0001' }];
    const own = await create(anna, { name: 'Own keys', phones, emails: ['desk@own-keys.example'] });
    const contact = await addContact(anna, own.id, {
      name: 'Desk',
      phones,
      emails: ['desk@own-keys.example'],
    });
    await customers(anna, 'UpdateContact', {
      customerId: own.id,
      id: contact.id,
      contact: { phones: [...phones, { raw: '010-6554 0002' }] },
      updateMask: ['phones'],
    });
    const stranger = await create(clara, { name: 'Stranger' });
    const refusal = await problem(
      addContact(clara, stranger.id, { name: 'X', phones: [{ raw: '010-6554 0002' }] }),
    );
    expect(refusal.candidates.map(({ customerId }) => customerId)).toEqual([own.id]);
  });

  it('is told to a form that writes nothing', async () => {
    const taxNumber = uscc();
    const first = await create(anna, { name: 'Asked Ltd.', taxNumber });
    const check = (request: object) =>
      duplicates<CheckDuplicatesResponse>(clara, 'CheckDuplicates', request).then(
        ({ candidates }) => candidates,
      );
    expect(await check({ name: 'ASKED', taxNumber: taxNumber.toLowerCase() })).toMatchObject([
      {
        customerId: first.id,
        name: 'Asked Ltd.',
        ownerName: 'Anna',
        matched: expect.arrayContaining(['tax', 'name']),
        hard: true,
      },
    ]);
    expect(await check({ name: 'asked', customerId: first.id })).toEqual([]);
    expect(await check({ name: 'Nobody has this name' })).toEqual([]);
  });
});

describe('the scan', () => {
  const pairs = (person: TestPerson, more: object = {}) =>
    duplicates<{ pairs: DuplicatePair[]; totalSize?: number }>(person, 'ListDuplicatePairs', {
      pageSize: 200,
      ...more,
    });
  const reason = { acceptDuplicates: true, duplicateReason: 'Both are wanted.' };

  it('notes pairs of the whole base, also of customers without keys, for those who see both', async () => {
    const a = await create(anna, { name: 'Pair & Sons', emails: ['a@pair-sons.example'] });
    const b = await create(anna, { name: 'pair and sons', emails: ['b@pair-sons.example'] }, reason);
    const foreign = await create(clara, { name: 'PAIR & SONS Inc' }, reason);
    // As it is after an update from a version without keys.
    await service.running.unitOfWork.write(serviceCall('test', 'forget keys'), (tx) =>
      tx.query('DELETE FROM match_key WHERE customer_id = ANY ($1::uuid[])', [[a.id, b.id]]),
    );
    expect((await scan(boss)).customersDone).toBeGreaterThan(2);
    const seen = (await pairs(anna)).pairs.filter(({ firstId }) => firstId === a.id);
    expect(seen).toMatchObject([
      {
        secondId: b.id,
        firstName: 'Pair & Sons',
        matched: expect.arrayContaining(['domain']),
        state: 'open',
      },
    ]);
    const clarasPairs = (await pairs(clara)).pairs.flatMap(({ firstId, secondId }) => [firstId, secondId]);
    expect(clarasPairs).not.toContain(foreign.id);
    expect(clarasPairs).not.toContain(a.id);
    const id = seen[0]?.id ?? '';
    await expect(duplicates(clara, 'DismissDuplicatePair', { id, reason: 'no' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await duplicates(anna, 'DismissDuplicatePair', { id, reason: 'Father and son.' });
    await scan(boss);
    expect((await pairs(anna)).pairs.map((one) => one.id)).not.toContain(id);
    const filter = JSON.stringify({ field: 'state', op: 'eq', value: 'dismissed' });
    expect((await pairs(anna, { filter })).pairs).toMatchObject([{ id, reason: 'Father and son.' }]);
  });

  it('needs the permission to merge, and so does merging a pair', async () => {
    await expect(duplicates(anna, 'CreateDuplicateScan', {})).rejects.toMatchObject({ code: 'forbidden' });
    const a = await create(anna, { name: 'Twin GmbH', phones: [{ raw: '+49 30 1234567' }] });
    const b = await create(anna, { name: 'Twin', phones: [{ raw: '+49 30 1234567' }] }, reason);
    await scan(boss);
    const pair = (await pairs(boss)).pairs.find(({ firstId }) => firstId === a.id);
    expect(pair).toMatchObject({ secondId: b.id });
    const merge = { id: pair?.id, winnerId: b.id };
    await expect(duplicates(anna, 'MergeDuplicatePair', merge)).rejects.toMatchObject({ code: 'forbidden' });
    await duplicates(boss, 'MergeDuplicatePair', merge);
    expect(await customers<Customer>(anna, 'GetCustomer', { id: a.id })).toMatchObject({ id: b.id });
    await expect(duplicates(boss, 'MergeDuplicatePair', merge)).rejects.toMatchObject({ code: 'not_found' });
  });
});
