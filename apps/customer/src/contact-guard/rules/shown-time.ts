import type { Language } from '@kontor/errors/languages';

/** A moment (RFC 3339) as the reader's clock and calendar show it, the zone named. A zone unknown here counts as UTC. */
export function shownTime(moment: string, language: Language, timeZone: string): string {
  const at = new Date(moment);
  if (language !== 'zh-CN')
    return formatter(language, { ...form, timeZoneName: 'short' }, timeZone).format(at);
  // Chinese puts the zone between day and hour, where nobody looks for it.
  const parts = formatter(language, { timeZoneName: 'short' }, timeZone).formatToParts(at);
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${formatter(language, form, timeZone).format(at)}（${zone}）`;
}

const form: Intl.DateTimeFormatOptions = {
  ...{ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  hourCycle: 'h23',
};

function formatter(
  language: Language,
  form: Intl.DateTimeFormatOptions,
  timeZone: string,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, { ...form, timeZone });
  } catch {
    return new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' });
  }
}
