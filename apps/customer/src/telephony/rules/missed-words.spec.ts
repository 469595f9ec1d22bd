import { missedWords } from './missed-words.js';

const number = '+74951234567';

it.each([
  ['zh-CN', '未接来电：+74951234567', '回电 +74951234567'],
  ['ru', 'Пропущенный звонок: +74951234567', 'Перезвонить +74951234567'],
  ['en', 'Missed call: +74951234567', 'Call back +74951234567'],
] as const)('asks to call back in %s', (language, content, nextAction) => {
  expect(missedWords(language, number, undefined)).toEqual({ content, nextAction });
});

it('keeps in words what was planned for later', () => {
  const planned = { nextContactTime: '2026-12-01T09:00', nextAction: 'show $& samples' };
  expect(missedWords('en', number, planned).nextAction).toBe(
    'Call back +74951234567; planned before: Dec 1, 2026, 09:00 show $& samples',
  );
  expect(missedWords('ru', number, planned).nextAction).toContain('прежний план: 1 дек. 2026 г., 09:00 show');
  expect(missedWords('zh-CN', number, planned).nextAction).toContain('原计划：2026年12月1日 09:00 show');
});
