import fc from 'fast-check';
import type { Consent } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import { channelsOf, refusalsOf, weBegan, type Limits, type Touch, type Wishes } from './verdict.js';

const nobodyAsked: Wishes = { consents: [], doNotCall: false, timeZone: '' };
const noLimits: Limits = { quietStart: '', quietEnd: '', consentNeeded: false };
const touch = (facts: Partial<Touch> = {}): Touch => ({
  channel: 'call',
  time: '2026-11-20T03:00:00.000Z',
  wishes: [],
  limits: undefined,
  touches: [],
  companyTimeZone: 'Asia/Shanghai',
  ...facts,
});
const rules = (facts: Partial<Touch>) => refusalsOf(touch(facts)).map(({ rule }) => rule);
const consent = (state: Consent['state'], channel: Consent['channel'] = 'call'): Wishes => ({
  ...nobodyAsked,
  consents: [{ channel, state, source: '', authorId: '' }],
});

it.each([
  ['nothing is noted', [], noLimits, []],
  ['consent was withdrawn', [consent('withdrawn')], noLimits, ['withdrawn']],
  ['it was withdrawn for another channel', [consent('withdrawn', 'email')], noLimits, []],
  [
    'the customer withdrew, the contact gave',
    [consent('given'), consent('withdrawn')],
    noLimits,
    ['withdrawn'],
  ],
  [
    'consent is needed and unknown',
    [consent('unknown')],
    { ...noLimits, consentNeeded: true },
    ['no_consent'],
  ],
  ['consent is needed and given', [consent('given')], { ...noLimits, consentNeeded: true }, []],
  ['nobody may call', [{ ...nobodyAsked, doNotCall: true }], noLimits, ['do_not_call']],
] as const)('where %s', (_, wishes, limits, expected) => {
  expect(rules({ wishes, limits })).toEqual(expected);
});

it('lets everybody write to who is not to be called', () => {
  expect(rules({ channel: 'email', wishes: [{ ...nobodyAsked, doNotCall: true }] })).toEqual([]);
});

it.each([
  ['20:59', '2026-11-20T12:59:00Z', '', []],
  ['21:00', '2026-11-20T13:00:00Z', '', ['quiet_hours']],
  ['midnight', '2026-11-20T16:00:00Z', '', ['quiet_hours']],
  ['08:59', '2026-11-20T00:59:00Z', '', ['quiet_hours']],
  ['09:00', '2026-11-20T01:00:00Z', '', []],
  ['09:00 in Shanghai, 04:00 in Moscow', '2026-11-20T01:00:00Z', 'Europe/Moscow', ['quiet_hours']],
  ['21:00 in Shanghai, 16:00 in Moscow', '2026-11-20T13:00:00Z', 'Europe/Moscow', []],
])('asks the clock of who is called: %s', (_, time, timeZone, expected) => {
  const limits = { ...noLimits, quietStart: '21:00', quietEnd: '09:00' };
  expect(rules({ time, limits, wishes: [{ ...nobodyAsked, timeZone }] })).toEqual(expected);
  expect(rules({ channel: 'email', time, limits })).toEqual([]);
});

it('never allows more touches than the limit in any period, in whatever order they are logged', () => {
  const day = 86_400_000;
  const start = Date.parse('2026-01-01T00:00:00Z');
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 40 * day }), { maxLength: 30 }),
      (mostTouches, periodDays, offsets) => {
        const touches: string[] = [];
        for (const offset of offsets) {
          const time = new Date(start + offset).toISOString();
          if (
            refusalsOf(touch({ time, touches, limits: { ...noLimits, mostTouches, periodDays } })).length ===
            0
          )
            touches.push(time);
        }
        for (const from of touches) {
          const within = touches.filter((time) => {
            const after = Date.parse(time) - Date.parse(from);
            return after >= 0 && after < periodDays * day;
          });
          expect(within.length).toBeLessThanOrEqual(mostTouches);
        }
      },
    ),
  );
});

it('knows by which channels a talk may have gone', () => {
  expect(channelsOf('message')).toEqual(['sms', 'messenger']);
  expect(channelsOf('visit')).toEqual([]);
});

it('counts what is too often by all channels together besides each of them', () => {
  const limits = { ...noLimits, mostTouches: 2, periodDays: 3 };
  const touches = ['2026-11-19T03:00:00.000Z', '2026-11-20T02:00:00.000Z'];
  expect(refusalsOf(touch({ together: { limits, touches } }))).toEqual([
    { rule: 'frequency', touches: 2, periodDays: 3 },
  ]);
  expect(rules({ together: { limits, touches: touches.slice(1) } })).toEqual([]);
  expect(rules({ limits: { ...noLimits, mostTouches: 1 }, touches: touches.slice(1) })).toEqual([
    'frequency',
  ]);
});

it.each([
  ['call', undefined, true],
  ['fax', undefined, true],
  ['visit', undefined, false],
  ['other', 'outbound', true],
  ['call', 'inbound', false],
] as const)('a talk is begun by us: %s, %s: %s', (manner, direction, ours) => {
  expect(weBegan({ manner, direction })).toBe(ours);
});

it.each([
  ['before', '2026-11-20T03:00:00.001Z', []],
  ['since', '2026-11-20T03:00:00.000Z', ['left']],
])('who left is not contacted any more: %s that moment', (_, leftTime, expected) => {
  expect(rules({ leftTime })).toEqual(expected);
  expect(rules({ channel: 'email', leftTime })).toEqual(expected);
});
