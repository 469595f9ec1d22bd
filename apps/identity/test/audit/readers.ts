import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import { type TestPerson } from '@kontor/testing/service';
import { administrator, anna, audit, entry, is, list, manager, other, record, test } from './scene.js';

describe('who reads the audit', () => {
  it('as a manager sees what people in the own reach did, and nothing of others', async () => {
    const [hers, theirs] = [entry(), entry({ personId: other.id })];
    await record(hers, theirs);
    const both = { or: [is('objectId', hers.objectId), is('objectId', theirs.objectId)] };
    const seenBy = async (person: TestPerson) => (await list(person, both)).map(({ id }) => id).sort();
    expect(await seenBy(manager)).toEqual([hers.id]);
    expect(await seenBy(other)).toEqual([theirs.id]);
    expect(await seenBy(administrator)).toEqual([hers.id, theirs.id].sort());
    const get = (person: TestPerson, id: string) =>
      test.call<AuditEntry>(person, `${audit}/GetAuditEntry`, { id });
    expect(await get(manager, hers.id)).toMatchObject({ id: hers.id, service: 'customer' });
    await expect(get(other, hers.id)).rejects.toMatchObject({ problem: { code: 'not_found' } });
  });

  it('as a salesperson is refused', async () => {
    for (const call of ['ListAuditEntries', 'ListAuditDigests', 'GetAuditKey']) {
      await expect(test.call(anna, `${audit}/${call}`, {})).rejects.toMatchObject({
        problem: { code: 'forbidden' },
      });
    }
    await expect(test.call(manager, `${audit}/CreateAuditDigest`, {})).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
  });

  it('finds any slice of any period, newest first', async () => {
    const absent = randomUUID();
    const at = (day: number) => `2020-01-0${day}T12:00:00.000Z`;
    const made = [1, 2, 3].map((day) => entry({ time: at(day), action: `act-${day}`, onBehalfOf: absent }));
    await record(...made);
    const ids = async (filter: object, more?: object) =>
      (await list(administrator, filter, more)).map(({ id }) => id);
    const [one, two, three] = made.map(({ id }) => id);
    expect(await ids(is('onBehalfOf', absent))).toEqual([three, two, one]);
    expect(await ids(is('onBehalfOf', absent), { orderBy: 'time' })).toEqual([one, two, three]);
    const period = {
      and: [
        { field: 'time', op: 'ge', value: at(2) },
        { field: 'time', op: 'lt', value: at(3) },
      ],
    };
    expect(await ids({ and: [...period.and, is('personId', anna.id)] })).toEqual([two]);
    expect(await ids({ and: [is('object', 'customer'), is('action', 'act-3')] })).toEqual([three]);
  });
});
