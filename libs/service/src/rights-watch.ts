import type { HealthImplementation } from 'grpc-health-check';
import type { Logger } from '@kontor/telemetry/logger';

/** Name under which the health service tells whether the service knows what people may do now. */
const rightsHealth = 'rights';

/** How often the age of the copy is looked at, in milliseconds. */
const interval = 1_000;

/**
 * Tells the log and the health service when the copy of the organisation grows too old, and when it is new again. The
 * service itself stays ready: it goes on reading. Returns what ends the watch.
 */
export function watchRights(
  stale: () => boolean,
  health: Pick<HealthImplementation, 'setStatus'>,
  logger: Logger,
): () => void {
  let told = false;
  const look = () => {
    const now = stale();
    if (now === told) return;
    told = now;
    health.setStatus(rightsHealth, now ? 'NOT_SERVING' : 'SERVING');
    if (now) logger.error('nothing was heard of identity for too long: changes by people are refused');
    else logger.info('identity is heard again: changes by people are taken');
  };
  health.setStatus(rightsHealth, 'SERVING');
  const timer = setInterval(look, interval).unref();
  return () => clearInterval(timer);
}
