import { bornAt, commandLine, lives, parentOf } from '../servers/process-identity.ts';

/**
 * Calls back when the npm that runs us has ended. The shell between npm and us passes no signal on, so that without
 * this a `kill` of `npm start` would leave everything running.
 */
export function onEndOfNpm(call: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const pid = npmAbove();
  const born = pid && bornAt(pid);
  if (!born) return;
  const timer = setInterval(() => {
    if (lives({ pid, born })) return;
    clearInterval(timer);
    call();
  }, 500);
  timer.unref();
}

function npmAbove(): number | undefined {
  let pid: number | undefined = process.ppid;
  for (let level = 0; level < 4 && pid && pid > 1; level++, pid = parentOf(pid)) {
    if (/^npm |npm-cli\.js/.test(commandLine(pid))) return pid;
  }
  return undefined;
}
