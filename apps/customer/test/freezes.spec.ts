import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestPerson } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { day, strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

const later = (days: number) => new Date(Date.now() + days * day).toISOString();
const freeze = (person: TestPerson, id: string, days: number) =>
  stage.call<Customer>(person, 'StrategyService/FreezeCustomer', {
    id,
    until: later(days),
    reason: 'Budget',
  });
const unfreeze = (person: TestPerson, id: string) =>
  stage.call<Customer>(person, 'StrategyService/UnfreezeCustomer', { id });
const talk = (person: TestPerson, customerId: string, more: object = {}) =>
  stage.call(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', direction: 'outbound', content: 'Called', ...more },
  });
const told = async (personId: string, customer: Customer) =>
  (await stage.service.events('kontor.notification.v1.NoticeRequested'))
    .filter((one) => one.personId === personId && one.about === `customers/${customer.id}`)
    .map(({ template, values }) => [template, values?.approved ?? '']);

describe('a freeze', () => {
  it('is one from its beginning on: neither moved nor begun again beyond its days without a talk', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { freeze: true, freezeMaxDays: 30 });
    const { id } = await stage.create(owner);
    const frozen = await freeze(owner, id, 10);
    await stage.rows(
      `UPDATE customer SET freeze_start_time = now() - interval '25 days', assign_time = now() - interval '90 days'
       WHERE id = $1`,
      [id],
    );
    await expect(freeze(owner, id, 6)).rejects.toMatchObject({ fields: [{ reason: 'freeze-too-long' }] });
    const moved = await freeze(owner, id, 4);
    expect(Date.parse(moved.freezeStartTime ?? '')).toBeLessThan(
      Date.parse(frozen.freezeStartTime ?? '') - 20 * day,
    );
    await unfreeze(owner, id);
    await stage.rows(`UPDATE customer SET freeze_until = freeze_until - interval '1 second' WHERE id = $1`, [
      id,
    ]);
    await expect(freeze(owner, id, 1)).rejects.toMatchObject({ code: 'conflict', reason: 'freeze-spent' });
    await talk(owner, id);
    expect(await freeze(owner, id, 29)).toMatchObject({ freezeReason: 'Budget' });
  });

  it('of who has bought takes no place among those that are allowed', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { freeze: true, freezeMaxPerOwner: 1 });
    const [first, second, third] = [
      await stage.create(owner),
      await stage.create(owner),
      await stage.create(owner),
    ];
    await freeze(owner, first.id, 5);
    await expect(freeze(owner, second.id, 5)).rejects.toMatchObject({ reason: 'freeze-quota' });
    await stage.rows(`UPDATE customer SET status = 'cooperating' WHERE id = $1`, [first.id]);
    await freeze(owner, second.id, 5);
    await expect(freeze(owner, third.id, 5)).rejects.toMatchObject({ reason: 'freeze-quota' });
  });

  it('is asked for and ended by the owner, who stands in and superiors, not by who was let in by a share; so is a release', async () => {
    const [owner, helper] = [await stage.rep(), await stage.rep()];
    await stage.set(owner, { freeze: true, freezeMaxPerOwner: 1 });
    const { id } = await stage.create(owner);
    const share = { granteeKind: 'person', granteeId: helper.id, level: 'write' };
    await stage.call(owner, 'CustomerAccessService/CreateCustomerShare', { customerId: id, share });
    await stage.service.running.organisation.refresh();
    await talk(helper, id);
    const refusal = { code: 'forbidden', reason: 'freeze-not-yours' };
    await expect(freeze(helper, id, 5)).rejects.toMatchObject(refusal);
    expect(await freeze(owner, id, 5)).toHaveProperty('freezeUntil');
    await expect(unfreeze(helper, id)).rejects.toMatchObject(refusal);
    const givenUp = { code: 'forbidden', reason: 'release-not-yours' };
    await expect(stage.release(helper, id)).rejects.toMatchObject(givenUp);
    await expect(stage.release(stage.other, id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    expect(Date.parse((await unfreeze(stage.boss, id)).freezeUntil ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('that was asked for is decided by a superior, who is on the record, and the owner is told', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { freeze: true, freezeNeedsApproval: true });
    const [granted, denied] = [await stage.create(owner), await stage.create(owner)];
    for (const { id } of [granted, denied]) await freeze(owner, id, 5);
    const frozen = await freeze(stage.boss, granted.id, 5);
    expect(frozen).toMatchObject({ freezeApproverId: stage.boss.id });
    expect(frozen).not.toHaveProperty('freezeRequestedUntil');
    const refused = await unfreeze(stage.boss, denied.id);
    for (const field of ['freezeUntil', 'freezeRequestedUntil', 'freezeApproverId'])
      expect(refused).not.toHaveProperty(field);
    expect(await told(owner.id, granted)).toEqual([['freeze-decided', 'yes']]);
    expect(await told(owner.id, denied)).toEqual([['freeze-decided', '']]);
    expect(await told(stage.boss.id, granted)).toEqual([['freeze-requested', '']]);
  });
});

it('a longer freeze that is refused leaves the one that runs, and its owner hears until when', async () => {
  const owner = await stage.rep();
  await stage.set(owner, { freeze: true, freezeNeedsApproval: true });
  const customer = await stage.create(owner);
  const { freezeUntil } = await freeze(stage.boss, customer.id, 5);
  expect(await freeze(owner, customer.id, 20)).toMatchObject({ freezeUntil });
  const refused = await unfreeze(stage.boss, customer.id);
  expect(refused).toMatchObject({ freezeUntil });
  expect(refused).not.toHaveProperty('freezeRequestedUntil');
  expect(await told(owner.id, customer)).toEqual([
    ['freeze-decided', 'yes'],
    ['freeze-decided', 'yes'],
  ]);
  const ended = await unfreeze(stage.boss, customer.id);
  expect(Date.parse(ended.freezeUntil ?? '')).toBeLessThan(Date.now() + day);
});

describe('a frozen prospect', () => {
  it('is turned to by its owner, who stands in and superiors, and by nobody else', async () => {
    const unitId = uuidv7();
    const owner = await stage.rep({ unitId });
    const [colleague, substitute, stranger] = [
      await stage.rep({ unitId }),
      await stage.rep(),
      await stage.rep(),
    ];
    await stage.set(owner, { freeze: true });
    const customer = await stage.create(owner);
    await freeze(owner, customer.id, 5);
    await stage.service.know(async (tx) => {
      await copySubstitution(tx, {
        id: uuidv7(),
        personId: owner.id,
        substituteId: substitute.id,
        startTime: later(-1),
        endTime: later(1),
        objects: [],
        cancelled: false,
        etag: '1',
      });
      await tx.query(
        `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, grantor_id, source)
         VALUES (gen_random_uuid(), 'customer', $1, 'person', $2, 'write', now(), $3, 'share')`,
        [customer.id, colleague.id, owner.id],
      );
    });
    for (const person of [owner, substitute, stage.boss]) await talk(person, customer.id);
    await expect(talk(colleague, customer.id)).rejects.toMatchObject({ code: 'conflict', reason: 'frozen' });
    await expect(talk(stranger, customer.id)).rejects.toMatchObject({ code: 'not_found' });
    await talk(colleague, customer.id, { direction: 'inbound' });
    await unfreeze(owner, customer.id);
    await stage.rows(`UPDATE customer SET freeze_until = now() - interval '1 second' WHERE id = $1`, [
      customer.id,
    ]);
    await talk(colleague, customer.id);
  });
});
