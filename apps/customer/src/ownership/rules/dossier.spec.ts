import { isSoon, stillDue, type PromisingTalk } from './dossier.js';

const now = '2026-11-21T08:00:00.000Z';
const talk = (id: string, more: Partial<PromisingTalk> = {}): PromisingTalk => ({
  id,
  nextAction: '',
  nextContactTime: '',
  nextContactTimeZone: '',
  ...more,
});

describe('what is due soon', () => {
  it.each([
    ['2026-11-20T08:00:00.000Z', true],
    ['2026-11-24T08:00:00.000Z', true],
    ['2026-11-24T08:00:00.001Z', false],
    [undefined, false],
  ])('lies within three days or behind us: %s → %s', (due, soon) => {
    expect(isSoon(due, now)).toBe(soon);
  });
});

describe('what is still to be done', () => {
  const planned = talk('a', {
    nextAction: 'Send the quote',
    nextContactTime: '2026-11-20T09:00',
    nextContactTimeZone: 'Asia/Shanghai',
  });
  const customer = { nextContactTime: '2026-11-20T01:00:00.000Z', nextContactInteractionId: 'a' };

  it('is the next contact that stands, with wall time and action', () => {
    expect(stillDue(customer, [planned], now)).toEqual([
      {
        interactionId: 'a',
        action: 'Send the quote',
        dueTime: '2026-11-20T01:00:00.000Z',
        localTime: '2026-11-20T09:00',
        timeZone: 'Asia/Shanghai',
        overdue: true,
        soon: true,
      },
    ]);
  });

  it('is what the newest talk promised without a date, and nothing that an older one did', () => {
    const talks = [
      talk('c', { nextAction: 'Ask for the drawing' }),
      talk('b', { nextAction: 'Old promise' }),
    ];
    expect(stillDue({}, talks, now).map(({ action }) => action)).toEqual(['Ask for the drawing']);
    expect(stillDue({}, [talk('d'), ...talks], now)).toEqual([]);
  });

  it('keeps the date even where its talk is too old to be shown', () => {
    expect(stillDue(customer, [talk('z')], now)).toMatchObject([
      { interactionId: 'a', action: '', overdue: true },
    ]);
  });
});
