import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import { mergeStage } from './merge-stage.js';

const { service, boss, anna, boris, call, create, get, merge, preview, undo } = await mergeStage();
afterAll(() => service.dispose());

describe('without a choice', () => {
  it('a merge drops nothing that the winner lacks, tells so before, and an undo gives both back exactly', async () => {
    const mark = uuidv7();
    const phone = (digits: string) => ({ raw: `+8613${digits}`, kind: 'mobile' });
    const digits = () => String(Math.random()).slice(2, 11);
    const shared = digits();
    const address = { street: '', city: 'Berlin', region: '', postalCode: '', country: 'DE' };
    const winner = await create(anna, { phones: [phone(shared)], note: 'ours' });
    const theirs = {
      ...{ website: `https://${mark}.example`, channel: 'event', note: 'theirs', addresses: [address] },
      ...{ source: 'crm', externalId: mark, emails: [`${mark}@l.example`] },
    };
    const loser = await call<Customer>(boris, 'CustomerService/CreateCustomer', {
      customer: {
        kind: 'company',
        name: `Chosen ${mark}`,
        ...theirs,
        phones: [phone(shared), phone(digits())],
      },
      ...{ acceptDuplicates: true, duplicateReason: 'the same' },
    });
    const expected = { ...theirs, note: 'ours', name: winner.name, phones: loser.phones, ownerId: anna.id };
    expect((await preview(winner.id, loser.id)).result).toMatchObject(expected);
    const done = await merge(winner.id, loser.id);
    expect(await get(winner.id)).toMatchObject(expected);
    await undo(done);
    const same = (one: Customer) => ({ ...one, etag: '', updateTime: '' });
    expect(same(await get(winner.id))).toEqual(same(winner));
    expect(same(await get(loser.id))).toEqual(same(loser));
    const kept = Object.keys(theirs).filter((name) => name !== 'source');
    const none = [...kept, 'phones'].map((name) => ({ field: name, from: 'winner' }));
    await merge(winner.id, loser.id, { fields: none });
    expect(same(await get(winner.id))).toEqual(same(winner));
  });

  it('what was changed since stays, and in a chain the one between comes back without what went home before', async () => {
    const mail = (mark: string) => `${mark}@${uuidv7()}.example`;
    const [a, b, c] = [
      await create(anna, {
        emails: [mail('a')],
        website: 'https://a.example',
        source: 'crm',
        externalId: uuidv7(),
      }),
      await create(anna, { emails: [mail('b')] }),
      await create(anna, { emails: [mail('c')] }),
    ];
    const first = await merge(b.id, a.id);
    const second = await merge(c.id, b.id);
    const all = [...c.emails, ...b.emails, ...a.emails];
    expect(await get(c.id)).toMatchObject({ emails: all, website: a.website, externalId: a.externalId });
    const since = mail('since');
    await call(boss, 'CustomerService/UpdateCustomer', {
      id: c.id,
      customer: { emails: [...all, since] },
      updateMask: ['emails'],
    });
    await undo(first);
    const plain = { website: '', source: '', externalId: '' };
    expect(await get(c.id)).toMatchObject({ emails: [...c.emails, ...b.emails, since], ...plain });
    expect(await get(a.id)).toMatchObject({ emails: a.emails, website: a.website, externalId: a.externalId });
    await undo(second);
    expect(await get(c.id)).toMatchObject({ emails: [...c.emails, since], ...plain });
    expect(await get(b.id)).toMatchObject({ emails: b.emails, ...plain });
  });

  it('what another customer says, too, that is still merged goes on to hold, until that merge is undone', async () => {
    const shared = { emails: [`${uuidv7()}@${uuidv7()}.example`], website: `https://${uuidv7()}.example` };
    const alike = { acceptDuplicates: true, duplicateReason: 'the same' };
    const twin = () =>
      call<Customer>(anna, 'CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: `Chosen ${uuidv7()}`, ...shared },
        ...alike,
      });
    const winner = await create(anna, { emails: [`${uuidv7()}@${uuidv7()}.example`] });
    const [one, other] = [await twin(), await twin()];
    const [first, second] = [await merge(winner.id, one.id), await merge(winner.id, other.id)];
    const both = { emails: [...winner.emails, ...shared.emails], website: shared.website };
    await undo(first);
    expect(await get(winner.id)).toMatchObject(both);
    expect(await get(one.id)).toMatchObject(shared);
    await undo(second);
    expect(await get(winner.id)).toMatchObject({ emails: winner.emails, website: '' });
    expect(await get(other.id)).toMatchObject(shared);
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])(
    'a chain of merges undone in the order %i, %i, %i gives each customer back exactly',
    async (...order) => {
      const own = () => ({ emails: [`${uuidv7()}@${uuidv7()}.example`] });
      const all = [
        await create(anna, {
          ...own(),
          website: `https://${uuidv7()}.example`,
          channel: 'event',
          segment: 'A',
        }),
        await create(boris, { ...own(), productLine: 'valves' }),
        await create(anna, { ...own(), source: 'crm', externalId: uuidv7(), segment: 'C' }),
        await create(boris),
      ];
      const [a, b, c, d] = all.map(({ id }) => id) as [string, string, string, string];
      const done = [await merge(b, a), await merge(c, b), await merge(d, c)];
      expect((await get(d)).emails).toEqual([2, 1, 0].flatMap((index) => all[index]?.emails ?? []));
      for (const index of order) await undo(done[index] as Merge);
      const same = (one: Customer) => ({ ...one, etag: '', updateTime: '' });
      for (const one of all) expect(same(await get(one.id))).toEqual(same(one));
    },
  );

  it('lists that are too long together are refused by name, so that somebody chooses', async () => {
    const emails = () => Array.from({ length: 11 }, () => `a@${uuidv7()}.example`);
    const [winner, loser] = [
      await create(anna, { emails: emails() }),
      await create(boris, { emails: emails() }),
    ];
    const refused = { code: 'invalid', fields: [{ field: 'fields', reason: 'merge-too-long' }] };
    await expect(merge(winner.id, loser.id)).rejects.toMatchObject(refused);
    await expect(preview(winner.id, loser.id)).rejects.toMatchObject(refused);
    expect(
      await merge(winner.id, loser.id, {
        fields: [{ field: 'emails', from: 'winner' }],
      }),
    ).toMatchObject({ state: 'merged' });
  });
});
