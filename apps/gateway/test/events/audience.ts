import { randomUUID } from 'node:crypto';
import { anna, boris, boss, change, chen, emit, listen, stage } from './scene.js';

describe('who hears what', () => {
  it('tells the owner of the record that it changed, and nothing of what is in it', async () => {
    const reader = await listen(await stage.signer.token(anna));
    const object = await change(anna);
    const [event] = await reader.take(1);
    expect(event).toMatchObject({
      event: 'kontor.customer.v1.CustomerChanged',
      data: {
        type: 'kontor.customer.v1.CustomerChanged',
        object,
        version: 3,
        etag: '3',
        time: '2026-11-21T10:00:00.000Z',
        personId: boss,
      },
    });
    expect(JSON.stringify(event)).not.toContain('Secret');
  });

  it('tells everyone above the owner and administrators, and nobody else', async () => {
    const above = await listen(await stage.signer.token(boss, ['manager']));
    const beside = await listen(await stage.signer.token(boris));
    const administrator = await listen(await stage.signer.token(chen, ['administrator']));
    const ofAnna = await change(anna);
    const ofBoris = await change(boris);
    expect((await above.take(1)).map(({ data }) => data.object)).toEqual([ofAnna]);
    expect((await beside.take(1)).map(({ data }) => data.object)).toEqual([ofBoris]);
    expect((await administrator.take(2)).map(({ data }) => data.object)).toEqual([ofAnna, ofBoris]);
  });

  it('tells of a call only the person at whose phone it rings, and neither superiors nor administrators', async () => {
    const agent = await listen(await stage.signer.token(anna));
    const above = await listen(await stage.signer.token(boss, ['manager']));
    const administrator = await listen(await stage.signer.token(chen, ['administrator']));
    const phoneCallId = randomUUID();
    await emit('kontor.customer.v1.CallRinging', { phoneCallId, personId: anna });
    const ofAnna = await change(anna);
    expect((await agent.take(2)).map(({ event, data }) => [event, data.object])).toEqual([
      ['kontor.customer.v1.CallRinging', `calls/${phoneCallId}`],
      ['kontor.customer.v1.CustomerChanged', ofAnna],
    ]);
    for (const reader of [above, administrator]) {
      expect((await reader.take(1)).map(({ data }) => data.object)).toEqual([ofAnna]);
    }
  });

  it('follows a change of the reporting line', async () => {
    const reader = await listen(await stage.signer.token(boss, ['manager']));
    const before = await change(chen);
    await emit('kontor.identity.v1.PersonChanged', {
      person: { id: chen, managerId: boss, roles: ['administrator'], status: 'active', etag: '2' },
    });
    expect((await reader.take(1))[0]?.data.object).toBe(`people/${chen}`);
    const after = await change(chen);
    const [next] = await reader.take(1);
    expect([before, next?.data.object]).toEqual([expect.not.stringMatching(after), after]);
  });

  it('keeps events to itself that are not for people', async () => {
    const reader = await listen(await stage.signer.token(chen, ['administrator']));
    await emit('kontor.notification.v1.ReminderSet', { key: 'customers/1/next-contact' }, 'customer');
    const object = await change(anna);
    expect((await reader.take(1))[0]?.data.object).toBe(object);
  });

  it('tells of contacts and talks by their own path', async () => {
    const reader = await listen(await stage.signer.token(anna));
    await emit('kontor.customer.v1.ContactChanged', {
      contact: { id: 'k1', customerId: 'c1', etag: '1' },
      ownerId: anna,
    });
    await emit('kontor.customer.v1.InteractionLogged', {
      interaction: { id: 'i1', customerId: 'c1', etag: '1' },
      ownerId: anna,
    });
    const events = await reader.take(2);
    expect(events.map(({ data }) => data.object)).toEqual([
      'customers/c1/contacts/k1',
      'customers/c1/interactions/i1',
    ]);
  });

  it('tells of merged and removed customers by ids, to whoever saw each of them', async () => {
    const [annas, boriss] = [
      await listen(await stage.signer.token(anna)),
      await listen(await stage.signer.token(boris)),
    ];
    const facts = { mergeId: 'm1', winnerId: 'w1', loserId: 'l1' };
    const owners = { ownerId: anna, loserOwnerId: boris };
    await emit('kontor.customer.v1.CustomersMerged', { ...facts, ...owners });
    await emit('kontor.customer.v1.CustomersUnmerged', { ...facts, ...owners });
    await emit('kontor.customer.v1.CustomerRemoved', { customerId: 'r1', ownerId: anna });
    await emit('kontor.customer.v1.CustomerRemoved', { customerId: 'r2', ownerId: boris });
    expect((await annas.take(3)).map(({ data }) => data)).toEqual([
      expect.objectContaining({ object: 'customers/w1', ...facts }),
      expect.objectContaining({ object: 'customers/w1', ...facts }),
      expect.objectContaining({ object: 'customers/r1', gone: true }),
    ]);
    // Who saw the loser only learns that it is gone, not of which customer it is a part.
    const [lost, removed] = (await boriss.take(2)).map(({ data }) => data);
    expect(lost).toMatchObject({ object: 'customers/l1', gone: true });
    expect(lost).not.toHaveProperty('winnerId');
    expect(removed).toMatchObject({ object: 'customers/r2', gone: true });
  });

  it('tells who saw a contact where it was that it is there no more, and who sees it now where it is', async () => {
    const [from, to] = [
      await listen(await stage.signer.token(anna)),
      await listen(await stage.signer.token(boris)),
    ];
    const facts = { contactId: 'k1', fromCustomerId: 'f1', toCustomerId: 't1', reason: '' };
    await emit('kontor.customer.v1.ContactMoved', { ...facts, ownerId: boris, fromOwnerId: anna });
    expect((await to.take(1))[0]?.data).toMatchObject({ object: 'customers/t1/contacts/k1' });
    const [gone] = await from.take(1);
    expect(gone?.data).toMatchObject({ object: 'customers/f1/contacts/k1', gone: true });
    expect(JSON.stringify(gone)).not.toContain('t1');
  });
});
