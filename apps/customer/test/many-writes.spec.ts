import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerFields } from '../src/customer/customer-fields.js';
import { customerService } from '../src/definition.js';
import { batchSize, evaluateCustomers, evaluationStep } from '../src/segment/evaluation.js';
import { foldHoldings } from '../src/strategy/holding-fold.js';
import { groupIs, segmentCalls } from './segment-calls.js';

let service: TestService;
let anna: TestPerson;
let { call, create, byRule, members, count, history, ready, rows } = {} as ReturnType<typeof segmentCalls>;

beforeAll(async () => {
  service = await testService('customer', customerService);
  ({ call, create, byRule, members, count, history, ready, rows } = segmentCalls(service));
  anna = await service.person({ name: 'Anna' });
}, 60_000);

afterAll(() => service.dispose());

const terms = { timeZone: 'Asia/Shanghai', fields: customerFields };
const held = async ({ id }: TestPerson) =>
  (await rows<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [id]))[0]?.held ?? 0;

describe('customers whose events come together', () => {
  it('enter and leave each segment as each of them alone would, also when they are looked at again', async () => {
    const { id } = await byRule(anna, groupIs('together'));
    const other = await byRule(anna, groupIs('elsewhere'));
    await ready(anna, id);
    await ready(anna, other.id);
    const [stays, leaves, enters, moves] = [
      await create(anna, { name: 'Stays', segment: 'together' }),
      await create(anna, { name: 'Leaves', segment: 'together' }),
      await create(anna, { name: 'Enters' }),
      await create(anna, { name: 'Moves', segment: 'together' }),
    ];
    const ids = [stays, leaves, enters, moves].map((one) => one.id);
    const evaluate = (wanted: readonly string[]) =>
      service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) =>
        evaluateCustomers(tx, wanted, terms),
      );
    await evaluate(ids);
    expect(await members(anna, id)).toEqual(['Leaves', 'Moves', 'Stays']);
    await rows(`UPDATE customer SET segment = '' WHERE id = $1`, [leaves.id]);
    await rows(`UPDATE customer SET segment = 'together' WHERE id = $1`, [enters.id]);
    await rows(`UPDATE customer SET segment = 'elsewhere' WHERE id = $1`, [moves.id]);
    await Promise.all([evaluate(ids), evaluate([...ids].reverse()), evaluate([...ids, ...ids])]);
    expect(await members(anna, id)).toEqual(['Enters', 'Stays']);
    expect(await members(anna, other.id)).toEqual(['Moves']);
    const steps = async (customerId: string) =>
      (await history(anna, customerId)).map(({ segmentId, entered }) => [segmentId === id, entered]);
    expect(await steps(stays.id)).toEqual([[true, true]]);
    expect(await steps(leaves.id)).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(await steps(enters.id)).toEqual([[true, true]]);
    expect((await steps(moves.id)).sort()).toEqual([
      [false, true],
      [true, false],
      [true, true],
    ]);
  });
});

describe('a dynamic segment of many customers', () => {
  it('is gone through in batches that begin where the last one was committed', async () => {
    await create(anna, { name: 'Mine' });
    const owner = await service.person({});
    const [columns] = await rows<{ names: string }>(
      `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
       WHERE table_name = 'customer' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'number', 'segment', 'owner_id')`,
    );
    const names = columns?.names ?? '';
    const total = 2 * batchSize + 10;
    await rows(
      `INSERT INTO customer (id, number, segment, owner_id, ${names})
       SELECT uuidv7(), 'B-' || n, 'batch', $1::uuid, ${names} FROM customer c, generate_series(1, ${total}) n
       WHERE c.name = 'Mine'`,
      [owner.id],
    );
    const { id } = await byRule(owner, groupIs('batch'));
    // Beside the replica's own job, which it must not disturb.
    while (await evaluationStep(service.running.unitOfWork, terms));
    await ready(owner, id);
    expect(await count(owner, id)).toEqual({ own: total, reached: total });
    const [noted] = await rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM segment_change WHERE segment_id = $1',
      [id],
    );
    expect(noted?.count).toBe(total);
    expect(await held(owner)).toBe(total);
  });
});

describe('prospects that one person makes', () => {
  it('do not wait for one another: one is made while the transaction of another is still open', async () => {
    const [before, row] = [await held(anna), await create(anna, { name: 'Twin' })];
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
      await tx.query(`UPDATE customer SET status = 'lost' WHERE id = $1`, [row.id]);
      await create(anna, { name: 'Meanwhile' });
      expect(await held(anna)).toBe(before + 2);
    });
    expect(await held(anna)).toBe(before + 1);
  });

  it('are counted exactly at any moment while changes are added up', async () => {
    const boris = await service.person({ name: 'Boris' });
    let folding = true;
    const folds = (async () => {
      while (folding) await foldHoldings(service.running.unitOfWork);
    })();
    for (let made = 1; made <= 30; made++) {
      const { id } = await create(boris, { name: `Counted ${made}` });
      expect(await held(boris)).toBe(made);
      if (made % 10 !== 0) continue;
      await call(boris, 'CustomerService/UpdateCustomer', {
        id,
        customer: { status: 'lost' },
        updateMask: ['status'],
      });
      expect(await held(boris)).toBe(made - 1);
      await rows('DELETE FROM match_key WHERE customer_id = $1', [id]);
      await rows(`UPDATE customer SET status = 'prospect' WHERE id = $1`, [id]);
    }
    folding = false;
    await folds;
    while (await foldHoldings(service.running.unitOfWork));
    expect(await rows('SELECT * FROM holding_change WHERE person_id = $1', [boris.id])).toEqual([]);
    expect(await held(boris)).toBe(30);
  });
});
