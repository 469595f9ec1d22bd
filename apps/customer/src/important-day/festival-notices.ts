import { Temporal } from 'temporal-polyfill';
import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { requestNotice } from '@kontor/people/request-notice';
import { Festival } from './important-day.entity.js';
import { nextDate } from './rules/yearly-date.js';

/** How many days late people are still reminded of a festival, where nothing ran on the day. */
const mostDaysLate = 2;

/**
 * Reminds everybody who owns customers of the festivals that are near enough on `today`, the company's day: one notice a
 * person, festival and number of days. That it was done is written with the notices, so that it is done once whatever
 * number of replicas there is and wherever they die.
 */
export function tellFestivals(work: UnitOfWork, today: string): Promise<void> {
  return work.write(serviceCall('customer', 'festivals'), async (tx) => {
    const festivals = await tx.select(Festival, 'r.active', []);
    for (const { id, name, daysBefore, ...day } of festivals) {
      const date = nextDate({ ...day, leapMonth: false }, today);
      if (!date) continue;
      const left = Temporal.PlainDate.from(today).until(date).days;
      const due = daysBefore.filter((before) => left <= before && before - left <= mostDaysLate);
      if (due.length === 0) continue;
      const told = await tx.query(
        `INSERT INTO festival_notice (festival_id, date, days_before)
         SELECT $1, $2, before FROM unnest($3::integer[]) AS b (before)
         ON CONFLICT DO NOTHING RETURNING days_before`,
        [id, date, due],
      );
      if (told.length === 0) continue;
      const owners = await tx.query<{ id: string; count: number }>(
        `SELECT c.owner_id AS id, count(*)::int AS count FROM customer c
         JOIN person_copy p ON p.id = c.owner_id AND p.status IN ('active', 'leaving')
         GROUP BY c.owner_id ORDER BY c.owner_id`,
      );
      for (const { id: personId, count } of owners) {
        requestNotice(tx, {
          personId,
          template: 'festival',
          about: `festivals/${id}`,
          values: { festivalName: name, date, count: String(count) },
        });
      }
    }
  });
}
