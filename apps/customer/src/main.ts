import { startTelemetry } from '@kontor/telemetry/start';

// First, so that the database driver is instrumented when the service loads it.
await startTelemetry('kontor-customer');
const { startCustomer } = await import('./customer.service-definition.js');
await startCustomer();
