import { AppError } from '@kontor/errors/app-error';

/** Place in the stream of each service: sequence of the last event that a client has had (or was not to have). */
export type Cursor = ReadonlyMap<string, number>;

const PLACE = /^([a-z][a-z0-9-]{0,60}):(\d{1,15})$/;
const MOST_PLACES = 50;

/** The `id:` of server-sent events: `customer:41,identity:7`. One place a stream, since events come from several. */
export function formatCursor(cursor: Cursor): string {
  return [...cursor].map(([service, sequence]) => `${service}:${sequence}`).join(',');
}

/** Reads what formatCursor() wrote, as a client sends it back. Throws AppError `invalid` for anything else. */
export function parseCursor(text: string): Cursor {
  const places = text.split(',', MOST_PLACES + 1).map((place) => PLACE.exec(place));
  const cursor = new Map<string, number>();
  for (const place of places) {
    if (!place || cursor.has(place[1] ?? '') || places.length > MOST_PLACES) throw invalidCursor();
    cursor.set(place[1] ?? '', Number(place[2]));
  }
  return cursor;
}

function invalidCursor(): AppError {
  return new AppError('invalid', 'event-cursor-invalid', {
    fields: [{ field: 'Last-Event-ID', reason: 'event-cursor-invalid' }],
  });
}
