import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const base = '/kontor.customer.v1';

let service: TestService;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service.dispose());

const ask = <T>(person: TestPerson, path: string, request: object = {}) =>
  service.call<T>(person, `${base}.${path}`, request);
const create = () =>
  ask<Customer>(anna, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Customer ${Math.random()}` },
  });
const log = (customerId: string, interaction: Partial<Interaction> = {}) =>
  ask<Interaction>(anna, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'visit', content: 'Talked.', ...interaction },
  });
const correct = (talk: Interaction, interaction: Partial<Interaction>, person = anna) =>
  ask<Interaction>(person, 'CustomerService/UpdateInteraction', {
    customerId: talk.customerId,
    id: talk.id,
    interaction,
    updateMask: Object.keys(interaction),
  });
const get = (id: string, person = anna) => ask<Customer>(person, 'CustomerService/GetCustomer', { id });
const change = (text: string, params: unknown[]) =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
    await tx.query(text, params);
  });
/** As if a talk had been logged two days before. */
const age = ({ id }: Interaction) =>
  change(`UPDATE interaction SET create_time = create_time - interval '2 days' WHERE id = $1`, [id]);

describe('an earlier talk', () => {
  it('is corrected though its customer has gone on since, and gives no status that may not follow', async () => {
    const { id } = await create();
    const talk = await log(id, { customerStatus: 'interested' });
    await log(id, { customerStatus: 'cooperating' });
    expect(await correct(talk, { content: 'Talked at length.' })).toMatchObject({
      content: 'Talked at length.',
      customerStatus: 'interested',
    });
    expect(await correct(talk, { customerStatus: 'interested' })).toMatchObject({
      customerStatus: 'interested',
    });
    expect(await get(id)).toMatchObject({ status: 'cooperating' });
    await expect(correct(talk, { customerStatus: 'prospect' })).rejects.toMatchObject({
      fields: [{ field: 'customerStatus', reason: 'status-step' }],
    });
    await expect(correct(talk, { content: 'Not mine.' }, boris)).rejects.toMatchObject({
      reason: 'customer-not-found',
    });
  });

  it('keeps, once a day has passed, whatever of it is rewritten', async () => {
    const { id } = await create();
    const talk = await log(id, { quote: '100', nextAction: 'Send it', talkTime: '2026-01-05T08:00:00.000Z' });
    expect(await correct(talk, { quote: '95' })).toMatchObject({ amendments: [] });
    await age(talk);
    await correct(talk, { quote: '90', direction: 'inbound' });
    const amended = await correct(talk, { talkTime: '2026-01-04T08:00:00Z', nextAction: '' });
    expect(amended.amendments).toMatchObject([
      { fields: ['direction', 'quote'], quote: '95', content: 'Talked.', personId: anna.id },
      {
        fields: ['talkTime', 'nextAction'],
        talkTime: '2026-01-05T08:00:00.000Z',
        nextAction: 'Send it',
      },
    ]);
    expect(amended.amendments[0]).not.toHaveProperty('direction');
  });
});

describe('the last contact', () => {
  it('is the newest talk that is left when one is dated back', async () => {
    const { id } = await create();
    await log(id, { talkTime: '2026-02-01T08:00:00.000Z' });
    const talk = await log(id);
    await correct(talk, { talkTime: '2020-01-01T08:00:00.000Z' });
    expect(await get(id)).toMatchObject({ lastContactTime: '2026-02-01T08:00:00.000Z' });
    await correct(talk, { talkTime: '2026-03-01T08:00:00.000Z' });
    expect(await get(id)).toMatchObject({ lastContactTime: '2026-03-01T08:00:00.000Z' });
  });

  it('is no talk that turns out to be a remark, and none at all where no other is left', async () => {
    const { id } = await create();
    const talk = await log(id);
    await correct(talk, { manner: 'other' });
    expect(await get(id)).not.toHaveProperty('lastContactTime');
    const mail = await log(id, { manner: 'email', direction: 'outbound' });
    expect(await get(id)).toMatchObject({ lastContactTime: mail.talkTime });
    await correct(mail, { direction: 'inbound' });
    expect(await get(id)).not.toHaveProperty('lastContactTime');
  });

  it('is by the database what it is by the rule', async () => {
    const manners = [
      'call',
      'visit',
      'email',
      'message',
      'letter',
      'sms',
      'fax',
      'web_form',
      'other',
    ] as const;
    for (const manner of manners)
      for (const direction of ['inbound', 'outbound', undefined] as const) {
        const { id } = await create();
        const { talkTime } = await log(id, { manner, direction, talkTime: '2026-04-01T08:00:00.000Z' });
        const counted = (await get(id)).lastContactTime;
        const later = await log(id, { manner: 'visit' });
        await correct(later, { manner: 'other' });
        const told = `${manner} ${direction ?? 'by nobody knows whom'}`;
        expect([told, (await get(id)).lastContactTime]).toEqual([told, counted]);
        expect([undefined, talkTime]).toContain(counted);
      }
  });
});

describe('the draft of a call', () => {
  it('is finished by who ticks or types its outcome, and words nothing else', async () => {
    const { id } = await create();
    for (const said of [{ outcome: 'No answer' }, { content: 'Busy.' }]) {
      const talk = await log(id, { manner: 'call' });
      await change(`UPDATE interaction SET draft = true, content = '' WHERE id = $1`, [talk.id]);
      expect(await correct(talk, { nextAction: 'Ask again' })).toMatchObject({ draft: true });
      expect(await correct(talk, said)).toMatchObject({ draft: false, ...said });
    }
  });

  it('that somebody else finishes says who wrote it, and its author changes nothing unseen', async () => {
    const { id } = await create();
    const talk = await log(id, { manner: 'call' });
    await change(`UPDATE interaction SET draft = true, content = '', author_id = $2 WHERE id = $1`, [
      talk.id,
      boris.id,
    ]);
    const finished = await correct(talk, { content: 'They want steel.' });
    expect(finished).toMatchObject({
      draft: false,
      authorId: boris.id,
      finishedById: anna.id,
      amendments: [],
    });
    expect(await correct(talk, { content: 'They want copper.' })).toMatchObject({ amendments: [] });
    await change(`UPDATE interaction SET author_id = $2, finished_by_id = $3 WHERE id = $1`, [
      talk.id,
      anna.id,
      boris.id,
    ]);
    expect(await correct(talk, { content: 'They want tin.' })).toMatchObject({
      amendments: [{ content: 'They want copper.', personId: anna.id }],
    });
  });
});
