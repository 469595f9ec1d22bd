import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeRecord } from './process-identity.ts';

/** A long-running program: how it starts, how one sees that it is ready, how it likes to be stopped. */
export interface Program {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The operating system's user it runs as, when that is not ours. */
  uid?: number;
  gid?: number;
  /** File that takes its output. */
  log: string;
  /** File that tells a later start of ours which process this was. */
  record: string;
  stopSignal?: NodeJS.Signals;
  /** How long a polite stop may take before SIGKILL; 25 s by default. */
  stopMs?: number;
  /** Runs before each start. */
  prepare?: () => Promise<void>;
  /** Runs after each end, however it came. */
  cleanUp?: () => Promise<void>;
  ready: () => Promise<boolean>;
}

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A started program. */
export interface Launched {
  pid: number;
  exited: Promise<Exit>;
  signal(signal: NodeJS.Signals): void;
  /** Polite stop, SIGKILL when that takes too long; resolves when the process is gone. */
  stop(): Promise<Exit>;
}

/**
 * Starts a program in a process group of its own (a Ctrl-C in the terminal is ours to hand on, in the right order),
 * without waiting until it is ready.
 */
export async function launch(program: Program): Promise<Launched> {
  await program.prepare?.();
  mkdirSync(dirname(program.log), { recursive: true });
  const log = openSync(program.log, 'a');
  const child = spawn(program.command, program.args, {
    cwd: program.cwd,
    env: program.env ?? process.env,
    uid: program.uid,
    gid: program.gid,
    detached: process.platform !== 'win32',
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { promise: ended, resolve: end } = Promise.withResolvers<Exit>();
  child.once('exit', (code, signal) => end({ code, signal }));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new Error(`${program.name} did not start: ${cause.message}`, { cause })),
    );
  });
  const pid = child.pid as number;
  writeRecord(program.record, pid);
  const exited = ended.then(async (exit) => {
    rmSync(program.record, { force: true });
    await program.cleanUp?.();
    return exit;
  });
  return {
    pid,
    exited,
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      child.kill(program.stopSignal ?? 'SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), program.stopMs ?? 25_000);
      const exit = await exited;
      clearTimeout(force);
      return exit;
    },
  };
}

/**
 * Waits until the launched program says that it is ready. Throws, with the end of its log, when it ends before that
 * or takes longer than `seconds`.
 */
export async function untilReady(program: Program, launched: Launched, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let exit: Exit | undefined;
  void launched.exited.then((value) => (exit = value));
  for (;;) {
    if (exit) {
      const how = exit.signal ? `by ${exit.signal}` : `with code ${exit.code}`;
      throw new Error(`${program.name} ended ${how} before it was ready.\n${tail(program.log)}`);
    }
    if (await program.ready().catch(() => false)) return;
    if (Date.now() > end) {
      throw new Error(`${program.name} was not ready after ${seconds} s.\n${tail(program.log)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The last lines of a log file, for an error message. */
export function tail(file: string, lines = 15): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
