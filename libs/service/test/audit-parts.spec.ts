import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { nobody, type Caller } from '@kontor/access/caller';
import type { RefusedCall } from '@kontor/rpc/refused-call';
import { testService, type TestService } from '@kontor/testing/service';
import { ReadAudit } from '../src/read-audit.js';
import { RefusalAudit } from '../src/refusal-audit.js';

@Module({})
class EmptyModule {}

const minute = 60_000;

let service: TestService;
let now = Date.parse('2026-11-22T09:00:00Z');
beforeAll(async () => {
  // No package of the contract is called so: the service has no calls of its own.
  service = await testService('bookkeeping', (settings) => ({
    ...{ settings, module: EmptyModule, entities: [], migrations: [] },
  }));
}, 60_000);
afterAll(() => service?.dispose());

const somebody = (more: Partial<Caller> = {}): Caller => ({
  ...nobody,
  kind: 'person',
  personId: randomUUID(),
  ...more,
});
const told = async ({ personId }: Caller) =>
  (
    await service.ownerQuery<{ action: string; changes: object }>(
      'SELECT action, changes::jsonb AS changes FROM audit WHERE person_id = $1 ORDER BY id',
      [personId],
    )
  ).map(({ action, changes }) => [action, changes]);

describe('rows of lists that somebody reads', () => {
  const watch = () => new ReadAudit(service.running.unitOfWork, 500, () => now);
  const after = async (reads: ReadAudit, ms: number) => {
    now += ms;
    await reads.flush();
  };

  it('are told once the minute is over, where they were many, with the calls', async () => {
    const reads = watch();
    const [much, little] = [somebody(), somebody()];
    reads.listed(much, 'ListCustomers', 150);
    reads.listed(much, 'ListContacts', 50);
    reads.listed(little, 'ListCustomers', 199);
    await after(reads, minute - 1);
    expect(await told(much)).toEqual([]);
    await after(reads, 1);
    expect(await told(much)).toEqual([
      ['bulk-read', { rows: 200, calls: { ListCustomers: 150, ListContacts: 50 } }],
    ]);
    expect(await told(little)).toEqual([]);
  });

  it('are told of who reads little by little, too, and forgotten after an hour', async () => {
    const reads = watch();
    const [steady, seldom] = [somebody(), somebody()];
    for (let i = 0; i < 4; i++) {
      reads.listed(steady, 'ListCustomers', 100);
      await after(reads, minute);
    }
    expect(await told(steady)).toHaveLength(2);
    for (let i = 0; i < 4; i++) {
      reads.listed(seldom, 'ListCustomers', 100);
      await after(reads, 65 * minute);
    }
    expect(await told(seldom)).toEqual([]);
  });

  it('end for who is leaving at the limit, until an hour has passed; for others they do not', async () => {
    const reads = watch();
    const [leaver, other] = [somebody({ leaving: true }), somebody()];
    for (const caller of [leaver, other]) reads.listed(caller, 'ListCustomers', 300);
    await after(reads, minute);
    for (const caller of [leaver, other]) {
      reads.admit(caller);
      reads.listed(caller, 'ListCustomers', 200);
      reads.listed(caller, 'ListCustomers', 200);
    }
    expect(() => reads.admit(leaver)).toThrow(
      expect.objectContaining({ code: 'exhausted', reason: 'mass-read', retryAfterSeconds: 3_540 }),
    );
    reads.admit(other);
    await after(reads, 61 * minute);
    reads.admit(leaver);
  });
});

describe('refusals', () => {
  const refusal = (caller: Caller, action = 'UpdateRole'): RefusedCall => ({
    ...{ caller, path: `/kontor.identity.v1.RoleService/${action}`, action, requestId: 'r', object: 'role' },
    ...{ objectId: 'x', code: 'forbidden', reason: 'forbidden', fields: [] },
  });

  it('are fifty rows a minute of one person, and their number beyond; another person has fifty of their own', async () => {
    const refusals = new RefusalAudit(service.running.unitOfWork);
    const [flooder, other] = [somebody(), somebody()];
    for (let i = 0; i < 53; i++) await refusals.refused(refusal(flooder), now);
    await refusals.refused(refusal(flooder, 'GetRole'), now);
    await refusals.refused(refusal(other), now);
    expect([(await told(flooder)).length, (await told(other)).length]).toEqual([50, 1]);
    await refusals.flush(now + minute - 1);
    expect(await told(flooder)).toHaveLength(50);
    await refusals.flush(now + minute);
    await refusals.flush(now + minute);
    const rows = await told(flooder);
    expect(rows).toHaveLength(51);
    expect(rows.at(-1)).toEqual(['refusals', { count: 4, calls: { UpdateRole: 3, GetRole: 1 } }]);
    expect(await told(other)).toHaveLength(1);
  });

  it('begin anew with the next minute, and lose no count by it', async () => {
    const refusals = new RefusalAudit(service.running.unitOfWork);
    const flooder = somebody();
    for (let i = 0; i < 52; i++) await refusals.refused(refusal(flooder), now);
    await Promise.all([refusal(flooder), refusal(flooder)].map((one) => refusals.refused(one, now + minute)));
    expect(
      (await told(flooder)).map(([action]) => action).filter((action) => action === 'refusals'),
    ).toHaveLength(1);
    expect(await told(flooder)).toHaveLength(53);
  });
});
