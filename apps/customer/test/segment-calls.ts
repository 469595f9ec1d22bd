import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Segment } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  CountSegmentMembersResponse,
  ListSegmentChangesResponse,
  ListSegmentMembersResponse,
  SegmentMembersChange,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';

/** A rule that takes the customers whose group has this name. */
export const groupIs = (group: string) => ({ field: 'segment', op: 'eq', value: group });

/** The calls of segments, as tests make them. */
export function segmentCalls(service: TestService) {
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const create = (person: TestPerson, customer: Partial<Customer>) =>
    call<Customer>(person, 'CustomerService/CreateCustomer', { customer: { kind: 'company', ...customer } });
  const segment = (person: TestPerson, facts: Partial<Segment>) =>
    call<Segment>(person, 'SegmentService/CreateSegment', { segment: { name: 'Segment', ...facts } });
  const byRule = (person: TestPerson, rule: object) =>
    segment(person, { kind: 'dynamic', rule: JSON.stringify(rule) });
  const get = (person: TestPerson, id: string) => call<Segment>(person, 'SegmentService/GetSegment', { id });
  const members = async (person: TestPerson, segmentId: string, request: object = {}) =>
    (
      await call<ListSegmentMembersResponse>(person, 'SegmentService/ListSegmentMembers', {
        segmentId,
        orderBy: 'name',
        ...request,
      })
    ).members.map(({ customer }) => customer?.name);
  const count = (person: TestPerson, segmentId: string) =>
    call<CountSegmentMembersResponse>(person, 'SegmentService/CountSegmentMembers', { segmentId });
  const add = (person: TestPerson, segmentId: string, picked: object) =>
    call<SegmentMembersChange>(person, 'SegmentService/AddSegmentMembers', { segmentId, ...picked });
  const history = async (person: TestPerson, customerId: string) =>
    (await call<ListSegmentChangesResponse>(person, 'SegmentService/ListSegmentChanges', { customerId }))
      .changes;
  const ready = (person: TestPerson, id: string) =>
    until('the segment to be gone through', async () => (await get(person, id)).state === 'ready');
  const share = async (
    boss: TestPerson,
    segmentId: string,
    grantees: TestPerson[],
    level: string,
  ): Promise<void> => {
    for (const { id: granteeId } of grantees)
      await call(boss, 'SegmentService/CreateSegmentShare', {
        segmentId,
        share: { granteeKind: 'person', granteeId, level },
      });
    await service.running.organisation.refresh();
  };
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []) =>
    asService((tx) => tx.query<R>(text, params));
  return { call, create, segment, byRule, get, members, count, add, history, ready, share, rows };
}
