import { countsAsHeld } from '../../strategy/rules/room.js';
import { statusesOf, waitsIn } from './pool-kind.js';

it('prospects and those who have bought wait apart, and who is lost waits in either', () => {
  for (const status of ['prospect', 'interested', 'negotiating', 'cooperating', 'dormant', 'lost'] as const) {
    const places = [waitsIn('prospect', status), waitsIn('customer', status)];
    expect({ status, places }).toEqual({
      status,
      places: status === 'lost' ? [true, true] : [countsAsHeld(status), !countsAsHeld(status)],
    });
  }
  expect(statusesOf('customer')).not.toContain('prospect');
});
