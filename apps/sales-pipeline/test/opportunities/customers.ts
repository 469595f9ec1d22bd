import { v7 as uuidv7 } from 'uuid';
import { customerOf } from '../deals.js';
import {
  anna,
  boris,
  deals,
  known,
  listed,
  noCustomer,
  service,
  unseen,
  voice,
  noContacts,
} from './scene.js';

describe('a merge of customers', () => {
  it('brings the opportunities to the customer that stands, and back when it is undone', async () => {
    const loser = await known(anna);
    const winner = await known(boris);
    const { id } = await deals.create(anna, { customerId: loser.id });
    const { id: winners } = await deals.create(boris, { customerId: winner.id });
    const guest = await service.person({ name: 'Guest' });
    await voice.share(loser.id, guest);
    const merge = {
      mergeId: uuidv7(),
      winnerId: winner.id,
      loserId: loser.id,
      ownerId: '',
      loserOwnerId: '',
      ...noContacts,
    };
    for (let twice = 0; twice < 2; twice++) await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect((await listed(boris, winner.id)).toSorted()).toEqual([id, winners].toSorted());
    expect((await listed(guest, winner.id)).toSorted()).toEqual([id, winners].toSorted());
    expect(await deals.get(boris, id)).toMatchObject({ customerId: winner.id, etag: '2' });
    await expect(deals.get(anna, id)).rejects.toMatchObject(unseen);
    await expect(deals.create(anna, { customerId: loser.id })).rejects.toMatchObject(noCustomer);
    await expect(deals.create(boris, { customerId: loser.id })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'customer-merged',
    });
    await voice.tell('kontor.customer.v1.CustomersUnmerged', merge);
    await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect(await listed(boris, winner.id)).toEqual([winners]);
    expect(await listed(anna, loser.id)).toEqual([id]);
    expect(await listed(guest, loser.id)).toEqual([id]);
    expect(await listed(guest, winner.id)).toEqual([]);
  });

  it('may be heard of before the one that came first', async () => {
    const [a, b, c] = [await known(anna), await known(anna), await known(anna)];
    const { id } = await deals.create(anna, { customerId: a.id });
    const told = (winnerId: string, loserId: string) => ({
      ...{ mergeId: uuidv7(), winnerId, loserId },
      ...{ ownerId: anna.id, loserOwnerId: anna.id, ...noContacts },
    });
    const later = told(c.id, b.id);
    await voice.tell('kontor.customer.v1.CustomersMerged', later);
    await voice.tell('kontor.customer.v1.CustomersMerged', told(b.id, a.id));
    expect(await listed(anna, c.id)).toEqual([id]);
    await voice.tell('kontor.customer.v1.CustomersUnmerged', later);
    expect(await listed(anna, b.id)).toEqual([id]);
  });
});

describe('a customer that is removed', () => {
  it('leaves its opportunities standing, tells of each of them once, and takes no new ones', async () => {
    const customer = await known(anna, { name: 'Undone' });
    const { id } = await deals.create(anna, { customerId: customer.id });
    const removal = { customerId: customer.id, ownerId: anna.id };
    for (let twice = 0; twice < 2; twice++) await voice.tell('kontor.customer.v1.CustomerRemoved', removal);
    // A state from before that comes late does not bring it back.
    await voice.customer({ ...customer, etag: '2' });
    expect(await deals.get(anna, id)).toMatchObject({ customerName: 'Undone', stage: 'open', etag: '2' });
    expect((await deals.win(anna, id)).stage).toBe('won');
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
    await expect(deals.create(anna, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
    const told = (await service.events('kontor.sales_pipeline.v1.OpportunityChanged')).filter(
      ({ opportunity }) => opportunity?.id === id,
    );
    expect(told.map(({ opportunity }) => opportunity?.etag)).toEqual(['1', '2', '3']);
  });

  it('may be heard of before it is known', async () => {
    const customer = customerOf(anna);
    await voice.tell('kontor.customer.v1.CustomerRemoved', { customerId: customer.id, ownerId: anna.id });
    await voice.customer(customer);
    await expect(deals.create(anna, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
  });
});
