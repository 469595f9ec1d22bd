import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { opportunityOf } from '../../src/opportunity/conversion.consumer.js';
import { catalogueOf } from '../catalogue.js';
import { customerOf } from '../deals.js';
import { anna, boris, boss, deals, known, listed, service, unseen, voice, noContacts } from './scene.js';

describe('a conversion', () => {
  const ask = (conversionId: string, customer: Customer, opportunity: object = {}) =>
    voice.tell('kontor.customer.v1.ConversionAsked', {
      conversionId,
      customer,
      opportunity: { name: 'Converted', ...opportunity } as never,
      personId: boss.id,
    });
  const answers = async (conversionId: string) => {
    const done = await service.events('kontor.sales_pipeline.v1.ConversionDone');
    const refused = await service.events('kontor.sales_pipeline.v1.ConversionRefused');
    return [...done, ...refused].filter((answer) => answer.conversionId === conversionId);
  };

  it('makes one opportunity however often it is asked for, of a customer that was not known yet', async () => {
    const customer = customerOf(anna, { status: 'negotiating', etag: '3' });
    const conversionId = uuidv7();
    const product = await catalogueOf(service).create(boss);
    const draft = {
      amount: '10',
      currency: 'EUR',
      productIds: [product.id],
      expectedCloseDate: '2027-01-31',
    };
    for (let i = 0; i < 3; i++) await ask(conversionId, customer, draft);
    expect(await listed(anna, customer.id)).toEqual([opportunityOf(conversionId)]);
    expect(await deals.get(anna, opportunityOf(conversionId))).toMatchObject({
      name: 'Converted',
      ...draft,
      stage: 'open',
      conversionId,
      creatorId: boss.id,
      etag: '1',
    });
    const told = await answers(conversionId);
    expect(new Set(told.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ conversionId, opportunityId: opportunityOf(conversionId) })]),
    );
    await expect(deals.get(boris, opportunityOf(conversionId))).rejects.toMatchObject(unseen);
  });

  it('is refused with a reason, and makes nothing, where the opportunity cannot be', async () => {
    const customer = await known(anna);
    for (const [draft, reason] of [
      [{ productIds: [uuidv7()] }, 'unknown-product'],
      [{ amount: '5' }, 'currency-needed'],
    ] as const) {
      const conversionId = uuidv7();
      await ask(conversionId, customer, draft);
      expect(await answers(conversionId)).toEqual([{ conversionId, reason }]);
    }
    expect(await listed(anna, customer.id)).toEqual([]);
  });

  it('goes to the customer that its customer became part of meanwhile', async () => {
    const [loser, winner] = [await known(anna), await known(anna)];
    const facts = { winnerId: winner.id, loserId: loser.id, ownerId: anna.id, loserOwnerId: anna.id };
    await voice.tell('kontor.customer.v1.CustomersMerged', { mergeId: uuidv7(), ...facts, ...noContacts });
    const conversionId = uuidv7();
    await ask(conversionId, loser);
    expect(await listed(anna, winner.id)).toEqual([opportunityOf(conversionId)]);
  });
});
