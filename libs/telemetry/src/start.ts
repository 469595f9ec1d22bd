import { telemetrySettings } from './config.js';

/** The running telemetry of this process. */
export interface Telemetry {
  /** Whether the environment asked for it. */
  readonly on: boolean;
  /**
   * Sends what is still buffered, for at most 3 s, and stops. Never rejects; safe to call twice. A collector that is
   * away may keep timers of the exporter alive for 10 s more, so end the process with `process.exit` afterwards.
   */
  shutdown(): Promise<void>;
}

/** Longest time that the last export may hold up the end of a process, in milliseconds. */
const SHUTDOWN_MS = 3000;

const off: Telemetry = { on: false, shutdown: () => Promise.resolve() };

let started: Promise<Telemetry> | undefined;

/**
 * Starts the OpenTelemetry SDK where the OTEL_* environment asks for it; otherwise nothing of the SDK is even
 * loaded. A second call answers the first one's result, so that a service may call it although the process was
 * started with `--import @kontor/telemetry/register`.
 *
 * It has to run before `pg` and `node:http` are loaded for their spans to appear: as the preload above, or as the
 * first line of a `main.ts` that imports the rest dynamically after it.
 */
export function startTelemetry(serviceName: string): Promise<Telemetry> {
  started ??= start(serviceName);
  return started;
}

async function start(serviceName: string): Promise<Telemetry> {
  const settings = telemetrySettings();
  if (!settings.traces && !settings.metrics) return off;
  const { startSdk } = await import('./sdk.js');
  const sdk = await startSdk({ ...settings, serviceName: settings.serviceName ?? serviceName });
  let stopping: Promise<void> | undefined;
  return { on: true, shutdown: () => (stopping ??= within(SHUTDOWN_MS, sdk.shutdown())) };
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  // A collector that is away must not turn a clean stop into a failed one.
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
