import { bounceOf } from './bounce.js';

const report = (...lines: string[]) =>
  [
    'Reporting-MTA: dns; mx.outside.example',
    '',
    'Final-Recipient: rfc822; ada@outside.example',
    ...lines,
    '',
  ].join('\r\n');

test.each([
  ['failed', '5.1.1', 'undeliverable'],
  ['Failed', '5.0.0 (permanent)', 'undeliverable'],
  ['failed', '5.2.1', 'undeliverable'],
  ['failed', '5.2.2', 'failed'],
  ['failed', '5.7.1', 'failed'],
  ['failed', '5.6.0', 'failed'],
  ['failed', '4.4.7', 'failed'],
  ['failed', '', 'failed'],
  ['delayed', '4.4.1', 'soft'],
  ['delivered', '2.0.0', 'soft'],
  ['relayed', '2.0.0', 'soft'],
])('%s with status %s is %s', (action, status, kind) => {
  expect(bounceOf(report(`Action: ${action}`, `Status: ${status}`))?.kind).toBe(kind);
});

test('what the server said is kept in one line, folded or not', () => {
  const said = report(
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <ada@outside.example>:',
    '  no such user',
  );
  expect(bounceOf(said)).toEqual({
    kind: 'undeliverable',
    status: '5.1.1',
    diagnostic: '550 5.1.1 <ada@outside.example>: no such user',
  });
});

test('the worst of several recipients counts, and a text without one is no report', () => {
  const two = `${report('Action: delayed', 'Status: 4.0.0')}\r\nAction: failed\r\nStatus: 5.1.1\r\n`;
  expect(bounceOf(two)?.kind).toBe('undeliverable');
  expect(bounceOf('Reporting-MTA: dns; mx.outside.example\r\n')).toBeUndefined();
  expect(bounceOf('')).toBeUndefined();
  expect(bounceOf(':'.repeat(1_000_000))).toBeUndefined();
});
