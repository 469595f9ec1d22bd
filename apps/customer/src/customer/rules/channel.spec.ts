import { channelChange } from './channel.js';

it.each([
  ['from unknown anybody may say it', 'unknown', 'website', false, undefined, undefined],
  ['the same again is no change', 'website', 'website', false, undefined, undefined],
  ['a salesperson may not rewrite it', 'website', 'phone', false, 'He said so.', 'channel-needs-manager'],
  ['a manager needs a reason', 'website', 'phone', true, undefined, 'channel-needs-reason'],
  ['blanks are no reason', 'website', 'phone', true, ' \t', 'channel-needs-reason'],
  ['a manager with a reason may', 'website', 'phone', true, 'He called first.', undefined],
  ['back to unknown is a rewrite too', 'website', 'unknown', false, undefined, 'channel-needs-manager'],
] as const)('%s', (_, from, to, isManager, reason, refusal) => {
  expect(channelChange(from, to, isManager, reason)).toBe(refusal);
});
