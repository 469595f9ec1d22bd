import type { Language } from '@kontor/errors/languages';

/** A moment (RFC 3339) as the reader's clock and calendar show it, the zone named. A zone unknown here counts as UTC. */
export function shownTime(moment: string, language: Language, timeZone: string): string {
  return formatter(language, timeZone).format(new Date(moment));
}

const form: Intl.DateTimeFormatOptions = {
  ...{ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  ...{ hourCycle: 'h23', timeZoneName: 'short' },
};

function formatter(language: Language, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, { ...form, timeZone });
  } catch {
    return new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' });
  }
}
