/** How long before it came a message may have been written, in milliseconds: mail waits for days, not for weeks. */
const longestWay = 7 * 24 * 60 * 60 * 1000;

/** When a message was written, RFC 3339: as its Date says, unless that is nonsense or no way takes so long. */
export function writtenTime(date: string | undefined, receivedTime: string): string {
  const written = Date.parse(date ?? '');
  const received = Date.parse(receivedTime);
  return written <= received && received - written <= longestWay
    ? new Date(written).toISOString()
    : new Date(received).toISOString();
}
