/** A stretch of work within a day, in minutes from midnight by the wall clock; `to` is 1440 at the end of the day. */
export interface Stretch {
  from: number;
  to: number;
}

const shape = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const minutesOfDay = 24 * 60;

/** Reads `09:00-12:00`. Undefined for what is no such text, and for a stretch that does not end after its start. */
export function parseHours(text: string): Stretch | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] = match;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = toHour === undefined ? minutesOfDay : Number(toHour) * 60 + Number(toMinute);
  return from < to ? { from, to } : undefined;
}

/** Reads the hours of a day. Undefined where one of them is wrong, or they are out of order or overlap. */
export function parseDay(hours: readonly string[]): Stretch[] | undefined {
  const stretches: Stretch[] = [];
  for (const text of hours) {
    const stretch = parseHours(text);
    if (!stretch || stretch.from < (stretches.at(-1)?.to ?? 0)) return undefined;
    stretches.push(stretch);
  }
  return stretches;
}
