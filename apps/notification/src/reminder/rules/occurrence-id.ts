import { v5 as uuidv5 } from 'uuid';

/** Any fixed UUID: the name space of the ids below. Changing it would make reminders fire anew. */
const occurrences = '5f0ad2a4-6c0e-4f0a-9a53-0c1d6a7b2e91';

/**
 * The id of what one occurrence brings forth. The same from whichever replica, however often it is tried, so the
 * same notice can never be there twice; another one for an edited reminder.
 */
export function occurrenceId(reminderId: string, revision: number, instant: string): string {
  return uuidv5(`${reminderId}/${revision}/${instant}`, occurrences);
}
