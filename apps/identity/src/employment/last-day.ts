import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { takeTurns } from '../locks.js';
import { checkAdministrators } from '../person/administrators.js';
import { PersonRow } from '../person/person.entity.js';
import { changePerson } from '../person/person.service.js';
import { leaveForGood } from './farewell.js';

/** The zone of a person's working calendar: the own, that of the nearest unit, the company's; else the person's. */
const calendarZone = `
  coalesce(
    (SELECT time_zone FROM calendar WHERE id = r.calendar_id),
    (WITH RECURSIVE line AS (
       SELECT id, parent_id, calendar_id, 0 AS height FROM unit WHERE id = r.unit_id
       UNION ALL
       SELECT u.id, u.parent_id, u.calendar_id, line.height + 1 FROM unit u JOIN line ON u.id = line.parent_id
     ) CYCLE id SET repeated USING path
     SELECT c.time_zone FROM line JOIN calendar c ON c.id = line.calendar_id ORDER BY height LIMIT 1),
    (SELECT time_zone FROM calendar WHERE company_default),
    r.time_zone)`;

/**
 * Marks one person left whose last day is over where the person works, by the database's clock, and starts the
 * hand-over. Resolves to whether there was one. The last administrator stays: a company must not lock itself out.
 */
export function markNextLeft(unitOfWork: UnitOfWork): Promise<boolean> {
  const call = serviceCall('identity', 'last-day');
  return unitOfWork.write(call, async (tx) => {
    await takeTurns(tx, 'organisation');
    const [person] = await tx.select(
      PersonRow,
      `r.status = 'leaving' AND r.last_day IS NOT NULL
         AND r.last_day < to_char(clock_timestamp() AT TIME ZONE ${calendarZone}, 'YYYY-MM-DD')`,
      [],
      'ORDER BY r.last_day, r.id LIMIT 1 FOR NO KEY UPDATE OF r',
    );
    if (!person) return false;
    await checkAdministrators(tx, person, { status: 'left' });
    await changePerson(tx, person, { status: 'left' });
    await leaveForGood(tx, person, {}, call, true);
    return true;
  });
}
