import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { AssignCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { ListPooledCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { TestPerson } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { until } from '@kontor/testing/until';
import { strategyStage } from './strategy-stage.js';

const {
  service,
  imports,
  admin,
  boss,
  anna,
  otherBoss,
  other,
  call,
  unlike,
  create,
  get,
  sees,
  claim,
  release,
  refuse,
  rows,
  set,
  rep,
  causes,
  held,
  really,
  pool,
  outcome,
} = await strategyStage();
afterAll(() => service.dispose());

describe('the cap', () => {
  it('parks what is found beyond it: nobody owns it, the finder is noted, the superior sees it', async () => {
    const owner = await rep();
    await set(owner, { capEnabled: true, cap: 1 });
    await create(owner);
    const parked = await create(owner);
    expect(parked).toMatchObject({ assignmentState: 'unassigned', finderId: owner.id, keeperId: boss.id });
    expect(parked).not.toHaveProperty('ownerId');
    expect([await sees(owner, parked.id), await sees(boss, parked.id), await sees(other, parked.id)]).toEqual(
      [false, true, false],
    );
    expect(await causes(boss, parked.id)).toEqual(['cap']);
    expect((await create(owner, { status: 'cooperating' })).ownerId).toBe(owner.id);
    const { id } = await create(anna);
    await expect(
      call(boss, 'CustomerService/TransferCustomer', { id, ownerId: owner.id }),
    ).rejects.toMatchObject({
      reason: 'cap-reached',
    });
    const { results } = await call<AssignCustomersResponse>(boss, 'AssignmentService/AssignCustomers', {
      customerIds: [id],
      ownerId: owner.id,
    });
    expect(results).toMatchObject([
      { customerId: id, reason: 'cap-reached', message: expect.stringContaining('(1)') as string },
    ]);
  });

  it('parks the rows of an import beyond it, and none is refused', async () => {
    const owner = await rep();
    await set(owner, { capEnabled: true, cap: 2 });
    const file = `name\n${[1, 2, 3, 4, 5].map(unlike).join('\n')}\n`;
    const run = await imports.import(owner, file, { name: 'name' });
    expect(run).toMatchObject({ state: 'done', rowsCreated: 5, rowsRejected: 0 });
    expect(await really(owner)).toBe(2);
    const parked = await rows<{ keeper: string; cause: string }>(
      `SELECT c.keeper_id AS keeper, o.cause FROM customer c JOIN ownership_change o ON o.customer_id = c.id
       WHERE c.finder_id = $1 AND c.owner_id IS NULL`,
      [owner.id],
    );
    expect(parked).toEqual(Array.from({ length: 3 }, () => ({ keeper: boss.id, cause: 'cap' })));
  });

  it('holds where prospects come back unasked: of refused conversions, merges and imports that are undone', async () => {
    const owner = await rep();
    const fill = async () => {
      while ((await really(owner)) !== 2) expect((await create(owner)).ownerId).toBe(owner.id);
    };
    const parked = async (id: string) =>
      expect(await get(boss, id)).toMatchObject({
        assignmentState: 'unassigned',
        ...{ finderId: owner.id, keeperId: boss.id, formerOwnerId: owner.id },
      });
    await set(owner, { capEnabled: true, cap: 2 });

    const { id } = await create(owner);
    const conversion = await call<Conversion>(owner, 'ConvertService/ConvertCustomer', {
      id,
      status: 'cooperating',
      opportunity: { name: 'Soon' },
    });
    await fill();
    await refuse(conversion.id);
    await parked(id);
    expect(await causes(boss, id)).toEqual(['cap', 'create']);

    const [winner, loser] = [await create(anna), await create(anna)];
    await rows('UPDATE customer SET owner_id = $2 WHERE id = $1', [loser.id, owner.id]);
    await rows(`UPDATE customer SET status = 'lost' WHERE owner_id = $1 AND id <> $2`, [owner.id, loser.id]);
    const twins = { id: winner.id, loserId: loser.id };
    const merge = await call<Merge>(boss, 'MergeService/MergeCustomers', twins);
    await fill();
    await call(boss, 'MergeService/UndoMerge', { id: merge.id });
    await parked(loser.id);
    expect((await get(anna, winner.id)).ownerId).toBe(anna.id);

    const [kept] = await rows<{ id: string }>(
      'SELECT id FROM customer WHERE owner_id = $1 AND counts_as_held(status)',
      [owner.id],
    );
    await rows('UPDATE customer SET source = $2, external_id = $3 WHERE id = $1', [kept?.id, 'caps', 'one']);
    const columns = { id: 'externalId', status: 'status' };
    const wanted = { source: 'caps', mode: 'update' } as const;
    const run = await imports.import(owner, 'id,status\none,lost\n', columns, wanted);
    await fill();
    await imports.call(owner, 'UndoImport', { id: run.id });
    await until('the undoing', async () => (await imports.get(owner, run.id)).state === 'undone');
    await parked(kept?.id ?? '');
    expect([await really(owner), await held(owner)]).toEqual([2, 2]);
  }, 30_000);

  it('holds for who undoes a merge of own customers, and does not see what then is nobody’s', async () => {
    const lead = await rep({ roles: ['manager'] });
    await set(lead, { capEnabled: true, cap: 1 });
    const [winner, loser] = [await create(lead, { status: 'cooperating' }), await create(lead)];
    const sides = { id: winner.id, loserId: loser.id };
    const merge = await call<Merge>(lead, 'MergeService/MergeCustomers', sides);
    expect((await create(lead)).ownerId).toBe(lead.id);
    expect(await call(lead, 'MergeService/UndoMerge', { id: merge.id })).toMatchObject({ state: 'undone' });
    expect([await sees(lead, loser.id), (await get(boss, loser.id)).finderId]).toEqual([false, lead.id]);
  });

  it('that was lowered bars new ones only, and a lost one is not reopened beyond it', async () => {
    const owner = await rep();
    const made = [await create(owner), await create(owner), await create(owner, { status: 'lost' })];
    await set(owner, { capEnabled: true, cap: 1 });
    expect((await get(owner, made[1]?.id ?? '')).ownerId).toBe(owner.id);
    expect(await held(owner)).toBe(2);
    const reopen = { id: made[2]?.id, customer: { status: 'interested' }, updateMask: ['status'] };
    await expect(call(owner, 'CustomerService/UpdateCustomer', reopen)).rejects.toMatchObject({
      reason: 'cap-reached',
    });
  });

  it('holds under 64 claims and creations at once, and the counter tells the truth', async () => {
    const owner = await rep();
    const { id: poolId } = await pool();
    const cap = 10;
    await set(owner, { capEnabled: true, cap, claimEnabled: true });
    const waiting = await Promise.all(Array.from({ length: 48 }, () => create(anna)));
    for (const { id } of waiting) await release(anna, id, poolId);
    const work = [
      ...waiting.map(({ id }) => outcome(claim(owner, id))),
      ...Array.from({ length: 16 }, () => outcome(create(owner))),
    ];
    const outcomes = await Promise.all(work);
    expect(outcomes.slice(0, 48).filter((one) => one !== 'done' && one !== 'cap-reached')).toEqual([]);
    expect(await really(owner)).toBe(cap);
    expect(await held(owner)).toBe(cap);
    const claims = await rows('SELECT 1 FROM pool_claim WHERE person_id = $1', [owner.id]);
    expect(claims).toHaveLength(outcomes.slice(0, 48).filter((one) => one === 'done').length);
  }, 30_000);
});

it('customers that are swapped both ways at once wait for each other, and none fails', async () => {
  const [one, two] = [await rep(), await rep()];
  for (const person of [one, two]) await set(person, { capEnabled: true, cap: 100 });
  const swaps: [string, TestPerson][] = [];
  for (let i = 0; i < 16; i++) {
    const { id } = await create(i % 2 ? one : two);
    swaps.push([id, i % 2 ? two : one]);
  }
  const outcomes = await Promise.all(
    swaps.map(([id, to]) =>
      outcome(call(boss, 'CustomerService/TransferCustomer', { id, ownerId: to.id, reason: 'Swap' })),
    ),
  );
  expect(outcomes.filter((one) => one !== 'done')).toEqual([]);
  expect([await held(one), await held(two)]).toEqual([8, 8]);
});

describe('a pool', () => {
  it('shows who may claim few fields, and others nothing', async () => {
    const { id: poolId } = await pool({ open: true });
    const claimer = await rep();
    await set(claimer, { claimEnabled: true });
    const made = await create(anna, { note: 'secret' });
    await release(anna, made.id, poolId);
    const list = (person: TestPerson) =>
      call<ListPooledCustomersResponse>(person, 'PoolService/ListPooledCustomers', {
        poolId,
        withTotal: true,
      });
    const seen = await list(claimer);
    expect(seen).toMatchObject({ totalSize: 1, customers: [{ id: made.id, name: made.name }] });
    expect(JSON.stringify(seen)).not.toContain('secret');
    await expect(list(other)).rejects.toMatchObject({ reason: 'pool-closed' });
    expect(await sees(claimer, made.id)).toBe(false);
  });

  it('gives a customer to exactly one of those who claim it at once', async () => {
    const { id: poolId } = await pool();
    const claimers = await Promise.all(Array.from({ length: 6 }, () => rep()));
    for (const person of claimers) await set(person, { claimEnabled: true });
    const { id } = await create(anna);
    await release(anna, id, poolId);
    const outcomes = await Promise.all(claimers.map((person) => outcome(claim(person, id))));
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'not-claimable')).toHaveLength(5);
    const winner = claimers[outcomes.indexOf('done')] as TestPerson;
    expect((await get(winner, id)).ownerId).toBe(winner.id);
    expect((await causes(winner, id))[0]).toBe('claim');
  });

  it('tells alike what is owned, what waits elsewhere and what there is not', async () => {
    const claimer = await rep();
    await set(claimer, { claimEnabled: true });
    const owned = await create(other);
    const closed = await pool({ open: false });
    const inside = await create(anna);
    await release(anna, inside.id, closed.id);
    for (const id of [owned.id, inside.id, uuidv7()]) {
      await expect(claim(claimer, id)).rejects.toMatchObject({ code: 'conflict', reason: 'not-claimable' });
    }
    await expect(release(claimer, owned.id)).rejects.toMatchObject({ reason: 'customer-not-found' });
  });

  it('limits claims of a day by those made, whether kept or not, and cools down who let one go', async () => {
    const { id: poolId } = await pool();
    const claimer = await rep();
    await set(claimer, { claimEnabled: true, claimPerDay: 2, coolDownDays: 7, poolId });
    const made = [await create(anna), await create(anna), await create(anna)];
    for (const { id } of made) await release(anna, id, poolId);
    const [a, b, c] = made.map(({ id }) => id) as [string, string, string];
    await claim(claimer, a);
    expect(await release(claimer, a)).toEqual({ poolId });
    await expect(claim(claimer, a)).rejects.toMatchObject({ reason: 'cool-down' });
    const next = await call<Customer>(claimer, 'PoolService/ClaimFromPool', { id: poolId });
    expect([b, c]).toContain(next.id);
    await expect(claim(claimer, next.id === b ? c : b)).rejects.toMatchObject({ reason: 'claim-limit' });
  });
});

describe('rules of assignment', () => {
  it('give new customers to the person with the fewest, of the first rule that fits; the rest waits for a manager', async () => {
    const [busy, free] = [await rep(), await rep()];
    await create(busy);
    await call(admin, 'AssignmentService/CreateAssignmentRule', {
      rule: {
        name: 'Pumps of Perm',
        place: 1,
        filter: '{"field": "city", "op": "eq", "value": "Perm"}',
        personIds: [busy.id, free.id],
        active: true,
      },
    });
    await expect(
      call(boss, 'AssignmentService/CreateAssignmentRule', { rule: { name: 'x', personIds: [anna.id] } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const perm = { addresses: [{ street: '', city: 'Perm', region: '', postalCode: '', country: '' }] };
    const first = await create(anna, perm, { unassigned: true });
    expect(first.ownerId).toBe(free.id);
    expect(await causes(free, first.id)).toEqual(['rule']);
    const rest = await create(anna, {}, { unassigned: true });
    expect(rest).toMatchObject({ assignmentState: 'unassigned', keeperId: boss.id });
    const { results } = await call<AssignCustomersResponse>(boss, 'AssignmentService/AssignCustomers', {
      customerIds: [rest.id, first.id],
    });
    expect(results).toEqual([
      expect.objectContaining({ customerId: rest.id, reason: 'no-rule-fits' }),
      { customerId: first.id, ownerId: free.id, reason: '', message: '' },
    ]);
    const beyond = await call<AssignCustomersResponse>(otherBoss, 'AssignmentService/AssignCustomers', {
      customerIds: [rest.id],
    });
    expect(beyond.results).toMatchObject([{ customerId: rest.id, reason: 'not-in-reach' }]);
  });
});

it('after all of this the counter of everybody tells what the person holds', async () => {
  const wrong = await rows(
    `SELECT h.person_id, h.held, really.count FROM holding h CROSS JOIN LATERAL (
       SELECT count(*)::int AS count FROM customer WHERE owner_id = h.person_id AND counts_as_held(status)) really
     WHERE h.held <> really.count`,
  );
  expect(wrong).toEqual([]);
  const [counted] = await rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM holding WHERE held > 0',
  );
  expect(counted?.count).toBeGreaterThan(10);
});
