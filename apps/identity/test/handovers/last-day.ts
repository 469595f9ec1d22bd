import { markNextLeft } from '../../src/employment/last-day.js';
import { byAdministrator, byNobody, password } from '../identity-fixture.js';
import { boss, identity, leave, of } from './scene.js';

describe('the last day', () => {
  it('over in the zone of the person’s calendar, marks a leaving person left once over all replicas', async () => {
    const calendar = await identity.calendars.create(
      {
        calendar: {
          name: 'Far east',
          timeZone: 'Pacific/Kiritimati',
          weekdays: [{ weekday: 'monday', hours: ['09:00-10:00'] }],
          exceptions: [],
        } as never,
      },
      byAdministrator(),
    );
    const person = await identity.person({ managerId: boss.id, calendarId: calendar.id });
    const stays = await identity.person({ managerId: boss.id });
    const alone = await identity.person();
    const today = (zone: string) => new Date().toLocaleDateString('sv', { timeZone: zone });
    for (const { id } of [person, stays, alone]) await leave(id);
    const end = (id: string, day: string) =>
      identity.rows('UPDATE person SET last_day = $2 WHERE id = $1', [id, day]);
    await end(person.id, today('Pacific/Kiritimati'));
    await end(stays.id, '2099-12-31');
    await end(alone.id, '2020-01-01');
    const other = await identity.replica();
    const mark = async () => {
      while (await markNextLeft(identity.unitOfWork));
    };
    await Promise.all([mark(), markNextLeft(other.unitOfWork), markNextLeft(other.unitOfWork)]);
    const status = async (id: string) => (await identity.people.get(id, byAdministrator())).status;
    expect([await status(person.id), await status(stays.id), await status(alone.id)]).toEqual([
      'leaving',
      'leaving',
      'left',
    ]);
    expect(await of(alone.id)).toMatchObject([{ state: 'stopped', stopReason: 'target-needed' }]);
    // A day ago there, whatever day it is elsewhere.
    const yesterday = new Date(Date.parse(today('Pacific/Kiritimati')) - 24 * 3_600_000)
      .toISOString()
      .slice(0, 10);
    await end(person.id, yesterday);
    await Promise.all([mark(), markNextLeft(other.unitOfWork)]);
    expect(await status(person.id)).toBe('left');
    expect(await of(person.id)).toMatchObject([{ cause: 'leaving', state: 'running', personIds: [boss.id] }]);
    await expect(identity.signIns.create({ email: person.email, password }, byNobody())).rejects.toThrow();
  });
});
