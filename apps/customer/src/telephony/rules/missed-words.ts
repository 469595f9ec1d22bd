import type { Language } from '@kontor/errors/languages';

/** What was planned before a call was missed. */
interface Plan {
  nextContactTime: string;
  nextAction: string;
}

const missed: Record<Language, string> = {
  'zh-CN': '未接来电',
  ru: 'Пропущенный звонок',
  en: 'Missed call',
};

const callBack: Record<Language, string> = {
  'zh-CN': '回电',
  ru: 'Перезвонить',
  en: 'Call back',
};

const then: Record<Language, string> = {
  'zh-CN': '{callBack}；原计划：{time} {action}',
  ru: '{callBack}; прежний план: {time} {action}',
  en: '{callBack}; planned before: {time} {action}',
};

/** A wall time (`2026-12-01T09:00`) as the owner's calendar and clock show it. */
function wallTime(time: string, language: Language): string {
  const form = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' } as const;
  const at = Date.parse(`${time}Z`);
  return Number.isNaN(at) ? time : new Intl.DateTimeFormat(language, form).format(at);
}

/** Longest text of a next action, in characters. */
const longest = 500;

/**
 * What a missed call reads like for the owner, whose plan for later is not to be forgotten. It does not say the number,
 * which the customer, the contact and the call have: whose role hides phones reads talks and reminders all the same.
 */
export function missedWords(
  language: Language,
  planned: Plan | undefined,
): { content: string; nextAction: string } {
  const back = callBack[language];
  const nextAction = planned?.nextContactTime
    ? then[language]
        .replace('{callBack}', back)
        .replace('{time}', () => wallTime(planned.nextContactTime, language))
        .replace('{action}', () => planned.nextAction)
        .trim()
    : back;
  return {
    content: missed[language],
    nextAction: [...nextAction].slice(0, longest).join(''),
  };
}
