import { execFile } from 'node:child_process';

const program = `${import.meta.dirname}/fail-point-program.mjs`;

/** What the program said before it ended, and the signal that ended it. */
function run(setting?: string): Promise<{ said: string[]; signal: string | null }> {
  const env = { ...process.env, ...(setting === undefined ? {} : { KONTOR_FAIL_POINT: setting }) };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program], { env }, (_error, stdout) =>
      resolve({ said: stdout.trim().split('\n').filter(Boolean), signal: child.signalCode }),
    );
  });
}

const whole = ['before 1', 'after 1', 'before 2', 'after 2', 'before 3', 'after 3'];

test.each<[string | undefined, string[], string | null]>([
  [undefined, whole, null],
  ['', whole, null],
  ['outbox.before-commit', [], 'SIGKILL'],
  ['outbox.before-commit:3', whole.slice(0, 4), 'SIGKILL'],
  ['outbox.after-commit:2', whole.slice(0, 3), 'SIGKILL'],
  ['outbox.after-commit:4', whole, null],
  ['another.place', whole, null],
])('with the setting %j a process says %j and ends by %s', async (setting, said, signal) => {
  expect(await run(setting)).toEqual({ said, signal });
});
