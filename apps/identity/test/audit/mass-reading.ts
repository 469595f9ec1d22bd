import { randomUUID } from 'node:crypto';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { administrator, entry, people, record, test } from './scene.js';

describe('somebody who reads a mass of rows', () => {
  const read = (personId: string, rows: number) =>
    entry({
      personId,
      action: 'bulk-read',
      object: '',
      objectId: '',
      changes: JSON.stringify({ rows, calls: {} }),
    });
  const alarms = async (personId: string) =>
    (await test.events('kontor.identity.v1.MassReadNoticed')).filter((alarm) => alarm.personId === personId);

  it('raises an alarm once an hour, to the superior and the administrators', async () => {
    const make = (more: object) =>
      test.call<Person>(administrator, `${people}/CreatePerson`, {
        email: `${randomUUID()}@example.com`,
        name: 'P',
        ...more,
      });
    const chief = await make({});
    const admin = await make({ roles: ['administrator'], password: 'a quiet morning' });
    const reader = await make({ managerId: chief.id });
    await record(read(reader.id, 2_600));
    expect(await alarms(reader.id)).toEqual([]);
    await record(read(reader.id, 2_600));
    await record(read(reader.id, 2_600));
    expect(await alarms(reader.id)).toMatchObject([{ rows: '5200', limit: '5000' }]);
    const notices = (await test.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ about }) => about === `people/${reader.id}`,
    );
    const told = notices.map(({ personId }) => personId);
    expect(told).toEqual(expect.arrayContaining([chief.id, admin.id]));
    expect(told).not.toContain(reader.id);
    expect(notices[0]).toMatchObject({
      template: 'mass-read',
      values: { personName: 'P', rows: '5200', limit: '5000' },
    });
  });

  it('adds up within one hour only', async () => {
    const reader = randomUUID();
    const before = new Date(Date.now() - 2 * 3_600_000).toISOString();
    await record({ ...read(reader, 4_000), time: before });
    await record(read(reader, 4_000));
    expect(await alarms(reader)).toEqual([]);
  });
});
