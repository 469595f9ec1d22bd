import { v7 as uuidv7 } from 'uuid';
import { anna, boris, boss, deals, known, listed, unseen, voice } from './scene.js';

describe('the sight of an opportunity', () => {
  it('goes with the customer to a new owner, also when somebody else made it', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(boss, { customerId: customer.id });
    expect((await deals.get(anna, id)).creatorId).toBe(boss.id);
    await voice.customer({ ...customer, ownerId: boris.id, etag: '2' });
    expect(await deals.get(boris, id)).toMatchObject({ ownerId: boris.id });
    expect(await listed(boris, customer.id)).toEqual([id]);
    for (const person of [anna, boss]) {
      await expect(deals.get(person, id)).rejects.toMatchObject(unseen);
      expect(await listed(person, customer.id)).toEqual([]);
    }
  });

  it('is not turned back by what is told late', async () => {
    const customer = await known(anna, { etag: '5', name: 'Newest' });
    const { id } = await deals.create(anna, { customerId: customer.id });
    await voice.customer({ ...customer, ownerId: boris.id, name: 'Old', etag: '4' });
    expect(await deals.get(anna, id)).toMatchObject({ customerName: 'Newest', ownerId: anna.id });
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
  });

  it('goes to the keeper where nobody owns the customer', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    const { ownerId: _, ...unowned } = customer;
    await voice.customer({ ...unowned, keeperId: boss.id, etag: '2' });
    expect(await deals.get(boss, id)).not.toHaveProperty('ownerId');
    await expect(deals.get(anna, id)).rejects.toMatchObject(unseen);
  });

  it('is shared with the customer: for reading, for changing, and not any more', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    const share = uuidv7();
    await voice.share(customer.id, boris, { id: share }, false, 1_000);
    expect((await deals.get(boris, id)).id).toBe(id);
    await expect(deals.update(boris, id, { name: 'Mine' })).rejects.toMatchObject({
      reason: 'shared-for-reading',
    });
    await expect(deals.create(boris, { customerId: customer.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await voice.share(customer.id, boris, { id: share, level: 'write' }, false, 2_000);
    expect((await deals.update(boris, id, { name: 'Ours' })).name).toBe('Ours');
    await voice.share(customer.id, boris, { id: share, level: 'write' }, true, 3_000);
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
    await voice.share(customer.id, boris, { id: share }, false, 2_500);
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
  });
});
