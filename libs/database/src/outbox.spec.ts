import fc from 'fast-check';
import { eventAggregates } from '@kontor/contracts/gen/events';
import { serviceCall } from '@kontor/access/call';
import { outboxRow, partitionOf } from './outbox.js';
import { outboxPartitions } from './platform.migration.js';

describe('the partition of a record', () => {
  it('is one of sixteen, the same each time', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const partition = partitionOf(id);
        expect(Number.isInteger(partition) && partition >= 0 && partition < outboxPartitions).toBe(true);
        expect(partitionOf(id)).toBe(partition);
      }),
    );
  });

  it('never changes between releases: rows that wait were put by the one before', () => {
    expect(['', 'a', '01890a5d-ac96-774b-bcce-b302099a8057', '客户'].map(partitionOf)).toEqual([5, 12, 3, 6]);
  });

  it('spreads records evenly', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 3_200, maxLength: 3_200 }), (ids) => {
        const counts = new Map<number, number>();
        for (const id of new Set(ids)) counts.set(partitionOf(id), (counts.get(partitionOf(id)) ?? 0) + 1);
        expect(counts.size).toBe(outboxPartitions);
      }),
      { numRuns: 5 },
    );
  });
});

test('an event goes to the subject of its service, with its aggregate and its payload as text', () => {
  const event = { sessionId: 's', personId: 'p' };
  const row = outboxRow(
    'desk',
    serviceCall('desk', 'x'),
    'kontor.identity.v1.SessionEnded',
    { id: 's', version: 3 },
    event,
  );
  expect(row).toMatchObject({
    subject: 'kontor.desk.identity.v1.SessionEnded',
    aggregate: eventAggregates['kontor.identity.v1.SessionEnded'],
    aggregateId: 's',
    version: 3,
    trace: null,
    partition: partitionOf('s'),
  });
  expect(JSON.parse(row.payload)).toEqual(event);
});
