import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import { customFieldOf as field, reachesAll, roleOf } from '@kontor/testing/identity-records';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { mergeStage } from './merge-stage.js';

const {
  service,
  boss,
  anna,
  boris,
  call,
  create,
  get,
  merge,
  preview,
  undo,
  addContact,
  contactsOf,
  asService,
  wish,
  wishesOf,
} = await mergeStage();
await service.know(async (tx) => {
  const fields = [
    field('basis', { requiredStages: ['cooperating'] }),
    field('parent', { type: 'reference', referenceObject: 'customer' }),
  ];
  for (const one of fields) await copyCustomField(tx, one);
  await copyRole(
    tx,
    roleOf('joiner', {
      permissions: ['customer.read', 'customer.write', 'customer.merge'],
      reaches: reachesAll('customer', 'contact'),
    }),
  );
});
/** Merges, and may neither give customers away nor correct how they came. */
const narrow = await service.person({ name: 'Narrow', roles: ['joiner'] });

afterAll(() => service.dispose());

const change = (id: string, customer: object) =>
  call<Customer>(boss, 'CustomerService/UpdateCustomer', { id, customer, updateMask: Object.keys(customer) });
const from = (name: string, side: string) => ({ fields: [{ field: name, from: side }] });

describe('the status of a merged customer', () => {
  const buyer = (basis?: string) =>
    create(boris, { status: 'cooperating', custom: { basis: basis ?? 'spot' } });

  it('is the further one where nobody chose, with what it asks for, and an undo gives all of it back', async () => {
    const [winner, loser] = [await create(anna), await buyer('framework')];
    expect((await preview(winner.id, loser.id)).result).toMatchObject({
      status: 'cooperating',
      custom: { basis: 'framework' },
    });
    const done = await merge(winner.id, loser.id);
    expect(await get(winner.id)).toMatchObject({ status: 'cooperating', custom: { basis: 'framework' } });
    await undo(done);
    expect((await get(winner.id)).status).toBe('prospect');
    expect(await get(winner.id)).not.toHaveProperty('custom');
    expect(await get(loser.id)).toMatchObject({ status: 'cooperating', custom: { basis: 'framework' } });
  });

  it('is not chosen without what it asks for, and does not lose what it asks for', async () => {
    const [winner, loser] = [await create(anna), await buyer()];
    const asked = { code: 'invalid', fields: [{ field: 'custom.basis', reason: 'custom-required' }] };
    const bare = { fields: [...from('status', 'loser').fields, ...from('custom.basis', 'winner').fields] };
    await expect(merge(winner.id, loser.id, bare)).rejects.toMatchObject(asked);
    await expect(preview(winner.id, loser.id, bare)).rejects.toMatchObject(asked);
    await expect(merge(loser.id, winner.id, from('custom.basis', 'loser'))).rejects.toMatchObject(asked);
    await merge(winner.id, loser.id, from('status', 'loser'));
    expect(await get(winner.id)).toMatchObject({ status: 'cooperating', custom: { basis: 'spot' } });
  });

  it('goes back by no step that a change could not take, but for who may correct what was', async () => {
    const [winner, loser] = [await create(anna), await buyer()];
    const back = from('status', 'winner');
    await expect(merge(winner.id, loser.id, back, narrow)).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'status', reason: 'status-step' }],
    });
    await merge(winner.id, loser.id, back);
    expect((await get(winner.id)).status).toBe('prospect');
  });

  it('is no way round who may correct the channel', async () => {
    const winner = await create(anna, { channel: 'referral' });
    const loser = await create(boris, { channel: 'website' });
    await expect(merge(winner.id, loser.id, from('channel', 'loser'), narrow)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'channel-needs-manager',
    });
  });
});

describe('what a merge keeps', () => {
  it('the earlier promise of a contact stands, whichever of the two it was given to', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    const plan = (person: TestPerson, customerId: string, days: number) =>
      call<Interaction>(person, 'CustomerService/CreateInteraction', {
        customerId,
        interaction: {
          ...{ manner: 'call', content: 'Talked', nextContactTimeZone: 'UTC' },
          nextContactTime: new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16),
        },
      });
    await plan(anna, winner.id, 20);
    await plan(boris, loser.id, 2);
    const [own, theirs] = [await get(winner.id), await get(loser.id)];
    const done = await merge(winner.id, loser.id);
    expect((await get(winner.id)).nextContactTime).toBe(theirs.nextContactTime);
    expect(theirs.nextContactTime).not.toBe(own.nextContactTime);
    await undo(done);
    expect((await get(winner.id)).nextContactTime).toBe(own.nextContactTime);
  });

  it('both lists whole, or nothing: what is too long together is refused by name', async () => {
    const emails = (mark: string) => Array.from({ length: 11 }, () => `${mark}@${uuidv7()}.example`);
    const winner = await create(anna, { emails: emails('a') });
    const loser = await create(boris, { emails: emails('b') });
    await expect(merge(winner.id, loser.id, from('emails', 'both'))).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'fields[0].from', reason: 'merge-too-long' }],
    });
  });

  it('references of other records, which follow the merge and its undoing', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    const child = await create(boss, { custom: { parent: loser.id } });
    const since = await create(boss, { custom: { parent: loser.id } });
    const childrenOf = async (id: string) => {
      const filter = JSON.stringify({ field: 'custom.parent', op: 'eq', value: id });
      const { customers } = await call<{ customers: Customer[] }>(boss, 'CustomerService/ListCustomers', {
        filter,
      });
      return customers.map((one) => one.id).sort();
    };
    const done = await merge(winner.id, loser.id);
    await until('the references to follow', async () => (await childrenOf(winner.id)).length === 2);
    expect(await childrenOf(loser.id)).toEqual([]);
    // Whoever keeps a copy or a list by rule hears of it, as of any change.
    const told = async (id: string, parent: string) =>
      (await service.events('kontor.customer.v1.CustomerChanged')).filter(
        ({ customer, changed }) =>
          customer?.id === id && customer.custom?.parent === parent && changed?.includes('custom.parent'),
      ).length;
    expect([await told(child.id, winner.id), await told(since.id, winner.id)]).toEqual([1, 1]);
    await change(since.id, { custom: { parent: child.id } });
    await undo(done);
    await until('the reference to be back', async () => (await childrenOf(loser.id)).length === 1);
    expect(await childrenOf(loser.id)).toEqual([child.id]);
    expect(await childrenOf(winner.id)).toEqual([]);
    expect(await childrenOf(child.id)).toEqual([since.id]);
    expect([await told(child.id, loser.id), await told(since.id, loser.id)]).toEqual([1, 0]);
  });

  it('both owners hear of it and the history tells whose the other one was', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    await merge(winner.id, loser.id);
    const notices = (await service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, about }) => template === 'customers-merged' && about === `customers/${winner.id}`,
    );
    const told = notices.map(({ personId, values }) => [personId, values?.own, values?.mergedNumber]);
    expect(told.sort()).toEqual(
      [
        [anna.id, 'true', loser.number],
        [boris.id, '', loser.number],
      ].sort(),
    );
    const { owners } = await call<{ owners: object[] }>(boss, 'OwnershipService/ListOwners', {
      customerId: winner.id,
    });
    expect(owners).toContainEqual(
      expect.objectContaining({ cause: 'merge', fromId: boris.id, toId: anna.id, actorId: boss.id }),
    );
  });
});

describe('undoing a merge', () => {
  it('names the customer that was given the id of the merged one; nobody is given it unknowingly', async () => {
    const externalId = uuidv7();
    const winner = await create(anna, { source: 'crm', externalId: uuidv7() });
    const loser = await create(boris, { source: 'crm', externalId });
    const other = await create(anna);
    const done = await merge(winner.id, loser.id);
    const given = { source: 'crm', externalId };
    await expect(change(other.id, given)).rejects.toMatchObject({ code: 'conflict', reason: 'duplicate' });
    // As it was given before such changes were compared.
    await asService(`UPDATE customer SET source = 'crm', external_id = $2 WHERE id = $1`, [
      other.id,
      externalId,
    ]);
    await expect(undo(done)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'merge-external-id',
      problem: { detail: expect.stringContaining(other.number) as string },
    });
  });

  it('brings rows back into tables that have got a column since', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    const kept = await addContact(anna, winner.id, { name: 'Ada', emails: ['ada@column.example'] });
    const gone = await addContact(boris, loser.id, { name: 'Ada L.', emails: ['ada@column.example'] });
    const contacts = [{ keptId: kept.id, droppedId: gone.id }];
    const done = await merge(winner.id, loser.id, { contacts });
    const later = (verb: string) =>
      ['customer', 'contact', 'segment_member', 'contact_preference'].map(
        (table) => `ALTER TABLE ${table} ${verb}`,
      );
    for (const text of later('ADD COLUMN later int NOT NULL DEFAULT 7')) await service.ownerQuery(text);
    try {
      await undo(done);
      const found = await asService<{ later: number }>(
        'SELECT later FROM customer WHERE id = $1 UNION ALL SELECT later FROM contact WHERE id = $2',
        [loser.id, gone.id],
      );
      expect(found).toEqual([{ later: 7 }, { later: 7 }]);
    } finally {
      for (const text of later('DROP COLUMN later')) await service.ownerQuery(text);
    }
  });

  it('gives nothing to who left meanwhile: the nearest superior keeps the customer', async () => {
    const leaver = await service.person({ name: 'Leaver', managerId: boss.id });
    const [winner, loser] = [await create(anna), await create(leaver)];
    const done = await merge(winner.id, loser.id);
    await service.know(async (tx) => {
      await tx.query(`UPDATE person_copy SET status = 'left' WHERE id = $1`, [leaver.id]);
    });
    await undo(done);
    const back = await get(loser.id);
    expect(back).not.toHaveProperty('ownerId');
    expect(back).toMatchObject({ keeperId: boss.id, assignmentState: 'unassigned' });
  });

  it('gives everybody the own contacts in whatever order merges of one chain are undone', async () => {
    const [a, b, c] = [await create(anna), await create(anna), await create(anna)];
    const contact = (customer: Customer) => addContact(anna, customer.id, { emails: ['one@chain.example'] });
    const [ofA, alsoA, ofB, ofC] = [await contact(a), await contact(a), await contact(b), await contact(c)];
    const into = (kept: Contact, dropped: Contact) => ({
      contacts: [{ keptId: kept.id, droppedId: dropped.id }],
    });
    const first = await merge(b.id, a.id, into(ofB, ofA));
    const second = await merge(c.id, b.id, into(ofC, ofB));
    await undo(first);
    const third = await merge(a.id, c.id);
    await undo(second);
    const ids = async (customer: Customer) => (await contactsOf(customer.id)).map(({ id }) => id).sort();
    expect(await ids(b)).toEqual([ofB.id]);
    expect(await ids(a)).toEqual([ofA.id, alsoA.id, ofC.id].sort());
    await undo(third);
    expect(await ids(a)).toEqual([ofA.id, alsoA.id].sort());
    expect(await ids(c)).toEqual([ofC.id]);
  });

  it('gives everybody the own wishes in that order, too', async () => {
    const [a, b, c] = [await create(anna), await create(anna), await create(anna)];
    const consent = (state: string) => ({ consents: [{ channel: 'email', state }] });
    await wish(anna, a.id, { doNotCall: true });
    await wish(anna, b.id, consent('withdrawn'));
    await wish(anna, c.id, consent('given'));
    const first = await merge(b.id, a.id);
    const second = await merge(c.id, b.id);
    expect((await wishesOf(c.id))[0]).toMatchObject({ doNotCall: true, ...consent('withdrawn') });
    await undo(first);
    const own = async (customer: Customer) =>
      (await wishesOf(customer.id)).map(({ doNotCall, consents }) => ({
        doNotCall,
        consents: consents.map(({ channel, state }) => ({ channel, state })),
      }));
    expect(await own(a)).toEqual([{ doNotCall: true, consents: [] }]);
    const third = await merge(a.id, c.id);
    await undo(second);
    expect(await own(b)).toEqual([{ doNotCall: false, ...consent('withdrawn') }]);
    await undo(third);
    expect(await own(a)).toEqual([{ doNotCall: true, consents: [] }]);
    expect(await own(c)).toEqual([{ doNotCall: false, ...consent('given') }]);
  });
});
