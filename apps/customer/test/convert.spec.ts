import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { ListConversionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/convert_service';
import { serviceCall } from '@kontor/access/call';
import { type TestPerson } from '@kontor/testing/service';
import { ConversionTermJob } from '../src/convert/conversion-term.job.js';

import { convertStage } from './convert-stage.js';

const calls = '/kontor.customer.v1';
const { service, boss, anna, boris, create, get, setStatus, contactsOf, convert, conversion, asked, answer } =
  await convertStage();
afterAll(() => service.dispose());

describe('converting a prospect', () => {
  it('gives it the status, makes its contact and asks for the opportunity, all at once', async () => {
    const { id } = await create(anna, { name: '灯塔 Маяк' });
    const opportunity = { name: 'Spring', amount: '10.50', currency: 'EUR', expectedCloseDate: '2027-03-01' };
    const started = await convert(anna, id, { opportunity, contact: { name: 'Frau Grün' } });
    expect(started).toMatchObject({
      customerId: id,
      state: 'started',
      status: 'negotiating',
      previousStatus: 'prospect',
      personId: anna.id,
      reason: '',
    });
    expect(await get(anna, id)).toMatchObject({ status: 'negotiating', etag: '2' });
    expect(await contactsOf(anna, id)).toMatchObject([{ id: started.contactId, name: 'Frau Grün' }]);
    expect(await asked(started.id)).toMatchObject([
      { customer: { id, status: 'negotiating', etag: '2' }, opportunity, personId: anna.id },
    ]);
    for (const person of [anna, boss]) expect(await conversion(person, started.id)).toEqual(started);
  });

  it('ends with the opportunity that the sales pipeline made, whatever comes later', async () => {
    const { id } = await create(anna);
    const started = await convert(anna, id);
    const opportunityId = await answer(started.id);
    expect(await conversion(anna, started.id)).toMatchObject({ state: 'done', opportunityId, etag: '2' });
    await answer(started.id, 'unknown-product');
    expect(await conversion(anna, started.id)).toMatchObject({ state: 'done', opportunityId, reason: '' });
    expect((await get(anna, id)).status).toBe('negotiating');
    const ended = (await service.events('kontor.customer.v1.ConversionEnded')).filter(
      (event) => event.conversion?.id === started.id,
    );
    expect(ended).toMatchObject([{ ownerId: anna.id, conversion: { state: 'done' } }]);
  });

  it('gives the status back when it is refused, unless somebody gave another since', async () => {
    const [back, kept] = [await create(anna), await create(anna)];
    for (const [customer, status] of [
      [back, 'prospect'],
      [kept, 'cooperating'],
    ] as const) {
      const started = await convert(anna, customer.id);
      if (status === 'cooperating') await setStatus(anna, customer.id, status);
      await answer(started.id, 'unknown-product');
      expect(await conversion(anna, started.id)).toMatchObject({
        state: 'failed',
        reason: 'unknown-product',
      });
      expect((await get(anna, customer.id)).status).toBe(status);
    }
    expect((await convert(anna, back.id)).state).toBe('started');
  });

  it('finds the contact again that a refused one left, and compares any other as a new one', async () => {
    const { id } = await create(anna);
    const contact = { name: '王芳', phones: [{ raw: '+86 10 6552 9981', kind: 'work' }] };
    const refused = await convert(anna, id, { contact });
    await answer(refused.id, 'unknown-product');
    const more = { contact: { ...contact, emails: ['wangfang@example.cn'] } };
    await expect(convert(anna, id, more)).rejects.toMatchObject({ reason: 'possible-duplicate' });
    const again = await convert(anna, id, { contact });
    expect(again.contactId).toBe(refused.contactId);
    await answer(again.id);
    await expect(convert(anna, id, more)).rejects.toMatchObject({ reason: 'possible-duplicate' });
  });

  it('that failed is told to whoever began it, once, and why in the language of the reader', async () => {
    const { id, name, number } = await create(anna);
    const notices = async () =>
      (await service.events('kontor.notification.v1.NoticeRequested')).filter(
        ({ template, about }) => template === 'conversion-failed' && about === `customers/${id}`,
      );
    const done = await convert(boss, id);
    await answer(done.id);
    expect(await notices()).toEqual([]);
    expect(await conversion(anna, done.id)).not.toHaveProperty('message');
    const started = await convert(boss, id);
    await answer(started.id, 'custom-required');
    const values = { customerName: name, customerNumber: number, failure: 'custom' };
    expect(await notices()).toMatchObject([{ personId: boss.id, values }]);
    const path = `${calls}.ConvertService/`;
    for (const [language, words] of [
      ['zh-CN', '自定义字段'],
      ['ru', 'Дополнительные поля'],
      ['en', 'Custom fields'],
    ] as const) {
      const told = { reason: 'custom-required', message: expect.stringContaining(words) as string };
      const one = await service.call(anna, `${path}GetConversion`, { id: started.id }, { language });
      expect(one).toMatchObject(told);
      const filter = JSON.stringify({ field: 'id', op: 'eq', value: started.id });
      const { conversions } = await service.call<ListConversionsResponse>(
        anna,
        `${path}ListConversions`,
        { filter },
        { language },
      );
      expect(conversions).toMatchObject([told]);
    }
  });

  it('happens once for one key, and by another key only when the first has ended', async () => {
    const { id } = await create(anna);
    const same = await Promise.all(
      Array.from({ length: 4 }, () => convert(anna, id, {}, { idempotencyKey: 'convert-1' })),
    );
    expect(new Set(same.map((one) => one.id)).size).toBe(1);
    const running = { code: 'conflict', reason: 'conversion-running' };
    for (const person of [anna, boss])
      await expect(convert(person, id, {}, { idempotencyKey: 'convert-2' })).rejects.toMatchObject(running);
    await answer(same[0]?.id ?? '');
    expect((await convert(anna, id, {}, { idempotencyKey: 'convert-3' })).id).not.toBe(same[0]?.id);
    expect((await convert(anna, id, {}, { idempotencyKey: 'convert-1' })).id).toBe(same[0]?.id);
  });

  it('begins once when many convert a customer at the same moment', async () => {
    const { id } = await create(anna);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => convert(anna, id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'conversion-running' });
  });
});

describe('a conversion that nobody answers', () => {
  /** Begun more than a day ago, as if its event could not be handled; resolves when the job has ended it. */
  const overdue = async (id: string): Promise<Conversion> => {
    const started = await convert(anna, id);
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
      await tx.query(`UPDATE conversion SET create_time = now() - interval '25 hours' WHERE id = $1`, [
        started.id,
      ]);
    });
    const job = service.running.app.get(ConversionTermJob);
    while (await job.step());
    return conversion(anna, started.id);
  };

  it('fails when its term is over, gives the status back and lets another begin', async () => {
    const [{ id }, { id: recent }] = [await create(anna), await create(anna)];
    const { id: young } = await convert(anna, recent);
    const ended = await overdue(id);
    expect(ended).toMatchObject({ state: 'failed', reason: 'expired' });
    expect((await get(anna, id)).status).toBe('prospect');
    expect((await conversion(anna, young)).state).toBe('started');
    expect((await convert(anna, id)).state).toBe('started');
  });

  it('is done after all when the opportunity is there, and gives the status again', async () => {
    const { id } = await create(anna);
    const ended = await overdue(id);
    const opportunityId = await answer(ended.id);
    expect(await conversion(anna, ended.id)).toMatchObject({ state: 'done', reason: '', opportunityId });
    expect((await get(anna, id)).status).toBe('negotiating');
  });
});

it('lists conversions by customer and state to who sees the customer', async () => {
  const { id } = await create(anna);
  const first = await convert(anna, id);
  await answer(first.id, 'unknown-product');
  const second = await convert(anna, id);
  const list = async (person: TestPerson, ...conditions: object[]) =>
    (
      await service.call<ListConversionsResponse>(person, `${calls}.ConvertService/ListConversions`, {
        filter: JSON.stringify({ and: [{ field: 'customerId', op: 'eq', value: id }, ...conditions] }),
      })
    ).conversions.map((one) => one.id);
  expect(await list(anna)).toEqual([second.id, first.id]);
  expect(await list(boss, { field: 'state', op: 'eq', value: 'started' })).toEqual([second.id]);
  expect(await list(boris)).toEqual([]);
  await expect(convert(anna, id)).rejects.toMatchObject({
    problem: { detail: expect.stringContaining(`being converted already (${second.id})`) as string },
  });
});

describe('a conversion and a merge', () => {
  it('meet: the conversion goes with its customer, and its refusal leaves the status of the other alone', async () => {
    const [winner, loser] = [await create(boss), await create(boss)];
    const started = await convert(boss, loser.id);
    const other = await convert(boss, winner.id);
    await service.call(boss, `${calls}.MergeService/MergeCustomers`, {
      id: winner.id,
      loserId: loser.id,
      fields: [],
    });
    expect((await conversion(boss, started.id)).customerId).toBe(winner.id);
    await answer(started.id, 'unknown-product');
    expect(await conversion(boss, started.id)).toMatchObject({ state: 'failed' });
    expect((await get(boss, winner.id)).status).toBe('negotiating');
    const opportunityId = await answer(other.id);
    expect(await conversion(boss, other.id)).toMatchObject({ state: 'done', opportunityId });
  });
});
