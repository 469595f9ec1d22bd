import { serviceSettings } from '@kontor/service/config';
import { startTelemetry } from '@kontor/telemetry/start';

// First, so that the database driver is instrumented when the rest loads it.
await startTelemetry('kontor-notification');
const { startService } = await import('@kontor/service/start-service');
const { notificationService } = await import('./definition.js');
await startService(notificationService(serviceSettings('notification')));
