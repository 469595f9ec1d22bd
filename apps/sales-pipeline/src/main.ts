import { startTelemetry } from '@kontor/telemetry/start';

// First, so that the database driver is instrumented when the rest loads it.
await startTelemetry('kontor-sales-pipeline');
const { startService } = await import('@kontor/service/start-service');
const { salesPipelineService } = await import('./definition.js');
const { settings } = await import('./config.js');
await startService(salesPipelineService(settings));
