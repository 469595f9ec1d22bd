import { randomUUID } from 'node:crypto';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PhoneCall } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import type { ListPhoneCallsResponse } from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { exchangeStage } from './exchange-stage.js';

const { service, admin, ask, tell: post, talks, tray: trayOf, extensions } = await exchangeStage();
const boss = await service.person({ roles: ['manager'] });
const anna = await service.person({ name: 'Anna', managerId: boss.id });
const boris = await service.person({ name: 'Борис', managerId: boss.id });
await extensions({ 101: anna, 102: boris });
afterAll(() => service.dispose());

const rows = service.rows;
let count = 0;
const freshPhone = () => `+86136${String(10_000_000 + count++)}`;
const create = (name: string, number: string, person = anna) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name, phones: [{ raw: number, number: '', kind: 'work' }] },
  });
const get = (person: TestPerson, id: string) => ask<Customer>(person, 'CustomerService/GetCustomer', { id });
const lastCall = async (person: TestPerson) =>
  (await ask<ListPhoneCallsResponse>(person, 'TelephonyService/ListPhoneCalls')).phoneCalls[0] as PhoneCall;
const tray = (number: string) => trayOf(boss, number);
const choose = (person: TestPerson, id: string, customerId: string) =>
  ask<PhoneCall>(person, 'TelephonyService/ChoosePhoneCallCustomer', { id, customerId });

/** A call of a number, whose events the test tells of one phone or, without extension, of the whole call. */
function callOf(from: string) {
  const callId = randomUUID();
  return (type: 'ring' | 'answer' | 'hangup', extension = '', more: object = {}) =>
    post({ type, callId, from, to: '+862155551000', extension, direction: 'inbound', ...more });
}

describe('a call that rings at several phones', () => {
  it('goes on when one of them stops ringing, and is over when who answered hangs up', async () => {
    const number = freshPhone();
    const { id } = await create('Ring group', number);
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('ring', '102');
    await tell('answer', '102');
    await tell('hangup', '101');
    expect(await lastCall(boris)).toMatchObject({ state: 'talking' });
    expect(await talks(anna, id)).toEqual([]);
    await tell('hangup', '102');
    expect(await lastCall(boris)).toMatchObject({ state: 'ended' });
    expect(await talks(anna, id)).toMatchObject([{ draft: true, authorId: boris.id }]);
  });

  it('is answered by the second after the first was silent, and missed by the first meanwhile', async () => {
    const number = freshPhone();
    const { id } = await create('Hunt line', number);
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('hangup', '101');
    expect(await lastCall(anna)).toMatchObject({ state: 'ringing' });
    await tell('ring', '102');
    expect(await lastCall(anna)).toMatchObject({ state: 'missed' });
    expect(await lastCall(boris)).toMatchObject({ state: 'ringing' });
    await tell('answer', '102');
    await tell('hangup', '102');
    expect(await talks(anna, id)).toMatchObject([{ draft: true, authorId: boris.id }]);
    expect(await get(anna, id)).not.toHaveProperty('nextContactTime');
  });

  it('rings anew at a phone that a hunt line comes round to, and is missed once when none takes it', async () => {
    const number = freshPhone();
    const { id } = await create('Round', number);
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('hangup', '101');
    await tell('ring', '102');
    await tell('hangup', '102');
    await tell('ring', '101', { time: new Date().toISOString() });
    expect(await lastCall(boris)).toMatchObject({ state: 'missed' });
    expect(await lastCall(anna)).toMatchObject({ state: 'ringing' });
    await tell('hangup');
    await until('the call to be missed', async () => (await talks(anna, id)).length === 1);
    await tell('hangup', '101');
    expect(await talks(anna, id)).toMatchObject([{ source: 'telephony', nextAction: 'Call back' }]);
  });

  it('has one talk, though it was put through to another phone', async () => {
    const number = freshPhone();
    const { id } = await create('Put through', number);
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('answer', '101');
    await tell('hangup', '101');
    await tell('answer', '102');
    await tell('hangup', '102');
    expect(await talks(anna, id)).toMatchObject([{ draft: true, authorId: anna.id }]);
  });
});

describe('whose call it was', () => {
  it('is said of a missed one by who it rang at: called back by the owner, and off the tray', async () => {
    const number = freshPhone();
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('hangup');
    await until('the tray to have the call', async () => (await tray(number)).length === 1);
    const { id: callId } = await lastCall(anna);
    const { id } = await create('Called back', freshPhone());
    const foreign = await create('Foreign', freshPhone(), await service.person({}));
    await expect(choose(anna, callId, foreign.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(choose(boris, callId, id)).rejects.toMatchObject({ code: 'not_found' });
    await choose(anna, callId, id);
    const [talk] = await talks(anna, id);
    expect(talk).toMatchObject({ source: 'telephony', nextAction: 'Call back', authorId: anna.id });
    expect(await get(anna, id)).toHaveProperty('nextContactTime');
    expect(await tray(number)).toEqual([]);
    const settled = await rows(
      `SELECT state, interaction_id AS talk, settled_by_id AS by FROM triage_item WHERE address = $1`,
      [number],
    );
    expect(settled).toEqual([{ state: 'attached', talk: talk?.id, by: anna.id }]);
    await choose(anna, callId, id);
    expect(await talks(anna, id)).toHaveLength(1);
  });

  it('says no number in a talk, also where a missed one is attached from the tray by hand', async () => {
    const number = freshPhone();
    const tell = callOf(number);
    await tell('ring', '101');
    await tell('hangup');
    await until('the tray to have the call', async () => (await tray(number)).length === 1);
    const [item] = await tray(number);
    expect(item).toMatchObject({ address: number, content: '' });
    const { id } = await create('Attached', freshPhone());
    await ask(boss, 'TriageService/AssignTriageItem', { id: item?.id, customerId: id });
    const [talk] = await talks(anna, id);
    expect(talk).toMatchObject({ content: 'Missed call', draft: false });
    expect(JSON.stringify(talk)).not.toContain(number.slice(1));
  });

  it('waits in the tray of an answered one until it is chosen, in the one place or the other', async () => {
    const number = freshPhone();
    const tell = callOf(number);
    for (const event of ['ring', 'answer', 'hangup'] as const) await tell(event, '101');
    const [item] = await tray(number);
    expect(item).toMatchObject({ direction: 'inbound', state: 'open' });
    const { id: callId } = await lastCall(anna);
    const [first, second] = [await create('First', freshPhone()), await create('Second', freshPhone())];
    await ask(boss, 'TriageService/AssignTriageItem', { id: item?.id, customerId: first.id });
    expect(await talks(anna, first.id)).toMatchObject([{ authorId: anna.id, draft: true, content: '' }]);
    await expect(choose(anna, callId, second.id)).rejects.toMatchObject({ reason: 'phone-call-logged' });
    expect(await talks(anna, second.id)).toEqual([]);
  });
});

it('a call that cannot be settled keeps no other waiting', async () => {
  const [stuck, fine] = [freshPhone(), freshPhone()];
  const { id } = await create('Fine', fine);
  const broken = callOf(stuck);
  await broken('ring', '101');
  await service.ownerQuery(`ALTER TABLE triage_item ADD CONSTRAINT no_stuck CHECK (address <> '${stuck}')`);
  await broken('hangup');
  const tell = callOf(fine);
  await tell('ring', '101');
  await tell('hangup');
  await until('the other call to be missed', async () => (await talks(anna, id)).length === 1);
  const [known] = await rows<{ putOff: boolean }>(
    `SELECT settle_time > now() AS "putOff" FROM exchange_call WHERE number = $1`,
    [stuck],
  );
  expect(known).toEqual({ putOff: true });
  await service.ownerQuery('ALTER TABLE triage_item DROP CONSTRAINT no_stuck');
});

describe('extensions', () => {
  it('are kept by administrators, each for one person', async () => {
    const extension = { number: '101', personId: boris.id };
    await expect(ask(boss, 'TelephonyService/CreateExtension', { extension })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(ask(admin, 'TelephonyService/CreateExtension', { extension })).rejects.toMatchObject({
      reason: 'extension-taken',
    });
  });
});
