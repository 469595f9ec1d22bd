import { outcomeFault, outcomeLabel, type ReadyOutcome } from './outcome-choice.js';

const busy: ReadyOutcome = {
  manner: 'call',
  labelZhCn: '忙',
  labelRu: 'Занято',
  labelEn: 'Busy',
  retired: false,
};

it.each([
  ['a call', busy, 'call', undefined],
  ['a visit', busy, 'visit', 'outcome-template-manner'],
  ['any manner where it names none', { ...busy, manner: undefined }, 'visit', undefined],
  ['nothing once retired', { ...busy, retired: true }, 'call', 'outcome-template-retired'],
  ['nothing where there is none', undefined, 'call', 'outcome-template-unknown'],
] as const)('is for %s', (_what, outcome, manner, fault) => {
  expect(outcomeFault(outcome, manner)).toBe(fault);
});

it.each([
  ['zh-CN', '忙'],
  ['ru', 'Занято'],
  ['en', 'Busy'],
] as const)('reads in %s', (language, label) => {
  expect(outcomeLabel(busy, language)).toBe(label);
});
