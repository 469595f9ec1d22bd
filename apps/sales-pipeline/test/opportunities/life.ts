import { anna, boris, boss, deals, known, listed, noCustomer, service, unseen } from './scene.js';

describe('an opportunity', () => {
  it('has a number, exact money, a day, and its customer with name and owner; others do not see it', async () => {
    const customer = await known(anna, { name: '灯塔 Маяк' });
    const made = await deals.create(anna, {
      customerId: customer.id,
      amount: '1200.50',
      currency: 'CNY',
      expectedCloseDate: '2027-02-28',
      probability: 40,
      competitorNote: 'ООО Ромашка\n1100',
    });
    expect(made).toMatchObject({
      customerName: '灯塔 Маяк',
      ownerId: anna.id,
      stage: 'open',
      amount: '1200.50',
      expectedCloseDate: '2027-02-28',
      probability: 40,
      creatorId: anna.id,
      etag: '1',
    });
    expect(made.number).toMatch(/^O-\d{4}-\d{6}$/);
    expect(made).not.toHaveProperty('toldCustomerId');
    for (const person of [anna, boss]) {
      expect(await deals.get(person, made.id)).toEqual(made);
      expect(await listed(person, customer.id)).toEqual([made.id]);
    }
    await expect(deals.get(boris, made.id)).rejects.toMatchObject(unseen);
    await expect(deals.update(boris, made.id, { name: 'Mine' })).rejects.toMatchObject(unseen);
    await expect(deals.create(boris, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
    expect(await listed(boris, customer.id)).toEqual([]);
  });

  it('is told of with its whole state and among whose records it counts', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    await deals.update(anna, id, { probability: 70 });
    const told = (await service.events('kontor.sales_pipeline.v1.OpportunityChanged')).filter(
      ({ opportunity }) => opportunity?.id === id,
    );
    expect(told).toMatchObject([
      { ownerId: anna.id, opportunity: { etag: '1', stage: 'open' } },
      { ownerId: anna.id, opportunity: { etag: '2', probability: 70 }, changed: ['probability'] },
    ]);
  });

  it('is made once for one idempotency key, and changed only from the version that was seen', async () => {
    const { id: customerId } = await known(anna);
    const made = await Promise.all(
      Array.from({ length: 4 }, () => deals.create(anna, { customerId }, { idempotencyKey: 'deal-1' })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const { id = '' } = made[0] ?? {};
    expect((await deals.update(boss, id, { name: 'Second' }, '1')).etag).toBe('2');
    await expect(deals.update(anna, id, { name: 'Third' }, '1')).rejects.toMatchObject({ code: 'stale' });
  });

  it.each([
    [{ amount: '-1', currency: 'CNY' }, 'amount', 'too-small'],
    [{ amount: '1' }, 'currency', 'currency-needed'],
    [{ productIds: ['0198c0de-0000-7000-8000-000000000000'] }, 'productIds[0]', 'unknown-product'],
    [{ stage: 'won' }, 'stage', 'stage-by-call'],
  ])('is refused with %j', async (values, field, reason) => {
    const { id: customerId } = await known(anna);
    await expect(deals.create(anna, { customerId, ...values })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field, reason }],
    });
    expect(await listed(anna, customerId)).toEqual([]);
  });

  it('moves along the life cycle, is won once, and stays with its customer', async () => {
    const { id: customerId } = await known(anna);
    const other = await known(anna);
    const { id } = await deals.create(anna, { customerId });
    expect((await deals.update(anna, id, { stage: 'negotiation' })).stage).toBe('negotiation');
    await expect(deals.update(anna, id, { stage: 'open' })).rejects.toMatchObject({
      fields: [{ field: 'stage', reason: 'stage-step' }],
    });
    await expect(deals.update(anna, id, { stage: 'won' })).rejects.toMatchObject({
      fields: [{ reason: 'stage-by-call' }],
    });
    await expect(deals.update(anna, id, { customerId: other.id })).rejects.toMatchObject({
      fields: [{ field: 'customerId', reason: 'opportunity-customer-fixed' }],
    });
    const won = await deals.win(anna, id);
    expect(won).toMatchObject({ stage: 'won', lossReason: '' });
    expect(won.closeTime).toBeDefined();
    await expect(deals.win(anna, id)).rejects.toMatchObject({ reason: 'opportunity-won-already' });
    await expect(deals.lose(anna, id, 'No')).rejects.toMatchObject({ reason: 'opportunity-won-already' });
  });

  it('is lost with a reason only, and forgets it when it is taken up again', async () => {
    const { id: customerId } = await known(anna);
    const { id } = await deals.create(anna, { customerId });
    await expect(deals.lose(anna, id)).rejects.toMatchObject({ fields: [{ field: 'lossReason' }] });
    expect(await deals.lose(anna, id, 'Дорого')).toMatchObject({ stage: 'lost', lossReason: 'Дорого' });
    const again = await deals.update(anna, id, { stage: 'qualified' });
    expect(again).toMatchObject({ stage: 'qualified', lossReason: '' });
    expect(again).not.toHaveProperty('closeTime');
  });
});
