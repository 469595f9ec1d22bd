import { serviceCall } from './call.js';

test('a service calls on its own account: no person, no roles, a request of its own, for half a minute', () => {
  const before = Date.now();
  const call = serviceCall('notification', 'reminders');
  expect(call).toMatchObject({
    caller: { kind: 'service', service: 'notification', personId: '', roles: [] },
    method: 'reminders',
    fingerprint: '',
  });
  expect(call.deadline - before).toBeGreaterThanOrEqual(30_000);
  expect(call.idempotencyKey).toBeUndefined();
  expect(serviceCall('notification', 'reminders').requestId).not.toBe(call.requestId);
});
