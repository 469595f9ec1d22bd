import fc from 'fast-check';
import type { Consent } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import { restoredWishes, stricterWishes, type Wishes } from './stricter-wishes.js';

const consent = (channel: Consent['channel'], state: Consent['state'], source = ''): Consent => ({
  channel,
  state,
  source,
  authorId: '',
});

const wishes = fc.record({
  doNotCall: fc.boolean(),
  consents: fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom<Consent['channel'][]>('call', 'email', 'sms', 'mail', 'messenger'),
        fc.constantFrom<Consent['state'][]>('unknown', 'given', 'withdrawn'),
        fc.string(),
      )
      .map((parts) => consent(...parts)),
    { selector: ({ channel }) => channel },
  ),
});
const stateOf = ({ consents }: Wishes, channel: Consent['channel']) =>
  consents.find((one) => one.channel === channel)?.state ?? 'unknown';

it('whoever stands, what one of two does not want is not wanted, and what nobody took back stands', () => {
  fc.assert(
    fc.property(wishes, wishes, (ours, theirs) => {
      const both = stricterWishes(ours, theirs).wishes;
      expect(both.doNotCall).toBe(ours.doNotCall || theirs.doNotCall);
      for (const channel of ['call', 'email', 'sms', 'mail', 'messenger'] as const) {
        const states = [stateOf(ours, channel), stateOf(theirs, channel)];
        const expected =
          states.find((state) => state === 'withdrawn') ?? states.find((state) => state === 'given');
        expect(stateOf(both, channel)).toBe(expected ?? 'unknown');
      }
    }),
  );
});

it('an undo gives back exactly what was, and keeps what was said since', () => {
  fc.assert(
    fc.property(wishes, wishes, (ours, theirs) => {
      const { wishes: after } = stricterWishes(ours, theirs);
      const back = restoredWishes(after, ours, after);
      expect(back.doNotCall).toBe(ours.doNotCall);
      expect(new Set(back.consents)).toEqual(new Set(ours.consents));
    }),
  );
  const ours = { consents: [consent('call', 'given')], doNotCall: false };
  const theirs = { consents: [consent('email', 'withdrawn')], doNotCall: true };
  const { wishes: after, withdrawn, doNotCall } = stricterWishes(ours, theirs);
  expect({ withdrawn, doNotCall }).toEqual({ withdrawn: ['email'], doNotCall: true });
  const since = {
    ...after,
    consents: [consent('call', 'withdrawn', 'letter'), consent('email', 'withdrawn')],
  };
  expect(restoredWishes(since, ours, after)).toEqual({
    consents: [consent('call', 'withdrawn', 'letter')],
    doNotCall: false,
  });
});
