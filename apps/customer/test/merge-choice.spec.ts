import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, roleOf } from '@kontor/testing/identity-records';
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
  wish,
  wishesOf,
  check,
  asService,
} = await mergeStage();
const rival = await service.person({ name: 'Rival', roles: ['manager'] });
afterAll(() => service.dispose());

describe('what somebody does not want', () => {
  it('holds for the winner whatever is chosen, is told and audited, and an undo gives it back', async () => {
    const winner = await create(anna);
    const loser = await create(boris);
    await wish(anna, winner.id, { consents: [{ channel: 'email', state: 'given' }] });
    await wish(boris, loser.id, {
      doNotCall: true,
      consents: [
        { channel: 'email', state: 'withdrawn' },
        { channel: 'sms', state: 'given' },
      ],
    });
    expect(await check(winner.id, 'call')).toMatchObject({ allowed: true });
    const stricter = [{ doNotCall: true, withdrawn: ['email'] }];
    expect((await preview(winner.id, loser.id)).stricterWishes).toEqual(stricter);

    const done = await merge(winner.id, loser.id, { fields: [{ field: 'name', from: 'winner' }] });

    expect(done.wishes).toEqual(stricter);
    expect(await check(winner.id, 'call')).toMatchObject({
      allowed: false,
      refusals: [{ rule: 'do_not_call' }],
    });
    expect(await check(winner.id, 'email')).toMatchObject({
      allowed: false,
      refusals: [{ rule: 'withdrawn' }],
    });
    expect((await wishesOf(winner.id))[0]?.consents.find(({ channel }) => channel === 'sms')?.state).toBe(
      'given',
    );
    const [audited] = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE action = 'merge' AND object_id = $1`,
      [winner.id],
    );
    expect(JSON.parse(audited?.changes ?? '')).toMatchObject({ stricterWishes: stricter });

    await undo(done);
    expect(await check(winner.id, 'call')).toMatchObject({ allowed: true });
    expect(await check(winner.id, 'email')).toMatchObject({ allowed: true });
    expect(await check(loser.id, 'call')).toMatchObject({ allowed: false });
    expect((await wishesOf(loser.id))[0]?.consents).toHaveLength(2);
  });

  it('stays with the winner where only the loser said it, and what is said since survives the undo', async () => {
    const [winner, loser] = [await create(anna), await create(boris)];
    await wish(boris, loser.id, { doNotCall: true });
    const first = await merge(winner.id, loser.id);
    expect(first.wishes).toEqual([{ doNotCall: true, withdrawn: [] }]);
    expect(await check(winner.id, 'call')).toMatchObject({ allowed: false });
    await undo(first);
    expect(await check(winner.id, 'call')).toMatchObject({ allowed: true });
    await wish(anna, winner.id, { consents: [{ channel: 'email', state: 'given' }] });
    const second = await merge(winner.id, loser.id);
    await wish(anna, winner.id, { doNotCall: true, consents: [{ channel: 'mail', state: 'withdrawn' }] });
    await undo(second);
    expect(await check(winner.id, 'mail')).toMatchObject({ allowed: false });
    expect(await check(winner.id, 'call')).toMatchObject({ allowed: true });
  });

  it('leaves what another merged customer says, although the one that goes said it, too', async () => {
    const [winner, one, two] = [await create(anna), await create(anna), await create(anna)];
    await wish(anna, winner.id, { doNotCall: false });
    for (const { id } of [one, two]) await wish(anna, id, { doNotCall: true });
    const [first, second] = [await merge(winner.id, one.id), await merge(winner.id, two.id)];
    await undo(first);
    expect((await wishesOf(winner.id))[0]).toMatchObject({ doNotCall: true });
    await undo(second);
    expect((await wishesOf(winner.id))[0]).toMatchObject({ doNotCall: false });
  });
});

describe('a choice of fields', () => {
  it('covers owner, freeze, product line, the other id and custom values, and an undo gives all of it back', async () => {
    const mark = uuidv7();
    const winner = await create(anna, { source: 'erp', externalId: `w${mark}`, productLine: 'pumps' });
    const loser = await create(boris, { source: 'crm', externalId: `l${mark}`, productLine: 'valves' });
    await asService(
      `UPDATE customer SET freeze_until = now() + interval '9 days', freeze_reason = 'fair',
         custom = CASE id WHEN $1 THEN '{"lift": true, "size": "1"}'::jsonb ELSE '{"size": "2"}' END WHERE id = ANY ($2)`,
      [winner.id, [winner.id, loser.id]],
    );
    const [wasWinner, wasLoser] = [await get(winner.id), await get(loser.id)];
    const fields = ['ownerId', 'freezeUntil', 'productLine', 'externalId', 'custom.size', 'custom.lift'].map(
      (field) => ({ field, from: 'loser' }),
    );
    const shown = await preview(winner.id, loser.id, { fields });
    expect(shown.differing).toEqual(
      expect.arrayContaining(['name', 'ownerId', 'productLine', 'custom.size']),
    );
    expect(shown.result).toMatchObject({ id: winner.id, ownerId: boris.id, productLine: 'valves' });
    expect((await get(winner.id)).ownerId).toBe(anna.id);

    const done = await merge(winner.id, loser.id, { fields });
    const after = await get(winner.id);
    expect(after).toMatchObject({
      ownerId: boris.id,
      productLine: 'valves',
      source: 'crm',
      externalId: `l${mark}`,
      custom: { size: '2' },
      freezeUntil: wasLoser.freezeUntil,
    });
    const byId = (source: string, externalId: string) =>
      call<Customer>(boss, 'ExternalIdService/GetCustomerByExternalId', { source, externalId });
    expect((await byId('erp', `w${mark}`)).id).toBe(winner.id);
    expect((await byId('crm', `l${mark}`)).id).toBe(winner.id);
    const { owners } = await call<{ owners: { cause: string; toId: string }[] }>(
      boss,
      'OwnershipService/ListOwners',
      { customerId: winner.id },
    );
    expect(owners).toContainEqual(expect.objectContaining({ cause: 'merge', toId: boris.id }));

    await undo(done);
    const same = (customer: Customer) => ({
      ...customer,
      etag: '',
      updateTime: '',
    });
    expect(same(await get(winner.id))).toEqual(same(wasWinner));
    expect(same(await get(loser.id))).toEqual(same(wasLoser));
    expect((await byId('erp', `w${mark}`)).id).toBe(winner.id);
    expect((await byId('crm', `l${mark}`)).id).toBe(loser.id);
  });

  it('takes what it takes to change the field otherwise', async () => {
    await service.know((tx) =>
      copyRole(
        tx,
        roleOf('merger', {
          permissions: ['customer.read', 'customer.write', 'customer.merge'],
          fields: [
            ...fieldRights('customer', { note: 'none' }),
            ...fieldRights('contact', { phones: 'none' }),
          ],
        }),
      ),
    );
    const merger = await service.person({ name: 'Merger', roles: ['merger'] });
    const low = await service.person({ name: 'Low', managerId: merger.id });
    const winner = await create(low, { channel: 'event' });
    const loser = await create(merger, { channel: 'website' });
    const of = (field: string) => ({ fields: [{ field, from: 'loser' }] });
    await expect(merge(winner.id, loser.id, of('ownerId'), merger)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(merge(winner.id, loser.id, of('channel'), merger)).rejects.toMatchObject({
      reason: 'channel-needs-manager',
    });
    await expect(preview(winner.id, loser.id, {}, rival)).rejects.toMatchObject({ code: 'not_found' });
    const number = `+86137${String(Date.now()).slice(-8)}`;
    for (const { id } of [winner, loser]) {
      await asService(`UPDATE customer SET note = 'secret ' || id WHERE id = $1`, [id]);
      await asService(
        `INSERT INTO contact (id, customer_id, name, position, roles, phones, emails, websites, addresses, language, note,
           version, create_time, update_time)
         VALUES (uuidv7(), $1, 'Same', '', '[]', jsonb_build_array(jsonb_build_object('raw', $2::text, 'number', $2::text,
           'kind', 'work')), '[]', '[]', '[]', '', '', 1, now(), now())`,
        [id, number],
      );
    }
    const hidden = await preview(winner.id, loser.id, {}, merger);
    expect(JSON.stringify(hidden)).not.toMatch(/secret/);
    expect(hidden.differing).toContain('name');
    expect(hidden.differing).not.toContain('note');
    expect(hidden.contactPairs).toEqual([]);
    await expect(merge(winner.id, loser.id, of('note'), merger)).rejects.toMatchObject({
      reason: 'field-not-writable',
    });
    expect(await merge(winner.id, loser.id, of('segment'), merger)).toMatchObject({ state: 'merged' });
  });
});
