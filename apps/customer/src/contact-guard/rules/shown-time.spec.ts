import { shownTime } from './shown-time.js';

const moment = '2026-11-20T16:30:00.000Z';

it.each([
  ['zh-CN', 'Asia/Shanghai', ['2026年11月21日 00:30（GMT+8）']],
  ['ru', 'Europe/Moscow', ['20 ноября 2026', '19:30']],
  ['en', 'Europe/London', ['November 20, 2026', '16:30']],
  ['en', 'Nowhere/At-All', ['November 20, 2026', '16:30', 'UTC']],
] as const)('a moment is told in %s by the clock of %s', (language, timeZone, parts) => {
  const shown = shownTime(moment, language, timeZone);
  for (const part of parts) expect(shown).toContain(part);
});
