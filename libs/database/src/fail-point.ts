import { failPointSetting } from './config.js';

const [name, hits = '1'] = failPointSetting.split(':');
let left = Number(hits);

/**
 * A named place where fault tests kill the process: with KONTOR_FAIL_POINT=outbox.before-commit:3 the third
 * passage of that place ends it by SIGKILL, as a power cut would. Without the setting it costs a comparison.
 */
export function failPoint(place: string): void {
  if (place !== name) return;
  left -= 1;
  if (left <= 0) process.kill(process.pid, 'SIGKILL');
}
