import { missedWords } from './missed-words.js';

it.each([
  ['zh-CN', '未接来电', '回电'],
  ['ru', 'Пропущенный звонок', 'Перезвонить'],
  ['en', 'Missed call', 'Call back'],
] as const)('asks to call back in %s, and says no number', (language, content, nextAction) => {
  expect(missedWords(language, undefined)).toEqual({ content, nextAction });
});

it('keeps in words what was planned for later', () => {
  const planned = { nextContactTime: '2026-12-01T09:00', nextAction: 'show $& samples' };
  expect(missedWords('en', planned).nextAction).toBe(
    'Call back; planned before: Dec 1, 2026, 09:00 show $& samples',
  );
  expect(missedWords('ru', planned).nextAction).toContain('прежний план: 1 дек. 2026 г., 09:00 show');
  expect(missedWords('zh-CN', planned).nextAction).toContain('原计划：2026年12月1日 09:00 show');
});
