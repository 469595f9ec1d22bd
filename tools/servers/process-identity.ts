import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A process as it can be recognised later: a pid alone may meanwhile belong to somebody else. */
export interface ProcessRecord {
  pid: number;
  /** When the process was born, in whatever words the operating system has for it. */
  born: string;
}

/** When the living process `pid` was born; undefined when there is none (a zombie counts as none). */
export function bornAt(pid: number): string | undefined {
  if (process.platform === 'linux') return bornOnLinux(pid);
  if (process.platform === 'win32') return undefined;
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

function bornOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The command line of a process, its words apart by blanks; empty when it cannot be read. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** The parent of a process; undefined when there is none. */
export function parentOf(pid: number): number | undefined {
  try {
    const text =
      process.platform === 'linux'
        ? /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        : execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
    return Number(text) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the recorded process still lives. */
export function lives(record: ProcessRecord): boolean {
  return bornAt(record.pid) === record.born;
}

/** Writes down a living process, in one step, so that a reader never sees half a file. */
export function writeRecord(file: string, pid: number): void {
  const born = bornAt(pid);
  if (!born) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ pid, born } satisfies ProcessRecord));
  renameSync(`${file}.new`, file);
}

/** The process written down in `file`; undefined when there is no such file or it holds nothing of use. */
export function readRecord(file: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessRecord>;
    if (typeof record.pid !== 'number' || typeof record.born !== 'string') return undefined;
    return { pid: record.pid, born: record.born };
  } catch {
    return undefined;
  }
}

/**
 * Ends the process written down in `file`, if it still is that very process, and removes the file: first politely,
 * after `graceMs` by SIGKILL. Tells whether there was one.
 */
export async function endRecorded(file: string, polite: NodeJS.Signals, graceMs: number): Promise<boolean> {
  const record = readRecord(file);
  const found = record !== undefined && lives(record);
  if (found) {
    send(record.pid, polite);
    if (!(await goneWithin(record, graceMs))) {
      send(record.pid, 'SIGKILL');
      await goneWithin(record, 10_000);
    }
  }
  rmSync(file, { force: true });
  return found;
}

async function goneWithin(record: ProcessRecord, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (lives(record)) {
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
