import { startTelemetry } from '@kontor/telemetry/start';

// Before anything that makes spans of its own is loaded.
const telemetry = await startTelemetry('gateway');
const { createLogger } = await import('@kontor/telemetry/logger');
const { behindTheGateway, loadConfig } = await import('./config.js');
const { startGateway } = await import('./gateway.js');

const logger = createLogger('gateway');
const gateway = await startGateway(loadConfig(behindTheGateway()), logger);
logger.info({ url: gateway.url }, 'ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void gateway
      .close()
      .then(() => telemetry.shutdown())
      .then(() => process.exit(0));
  });
}
