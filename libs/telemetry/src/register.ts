import { basename, dirname } from 'node:path';
import { startTelemetry } from './start.js';

// `node --import @kontor/telemetry/register apps/customer/dist/main.js`: before any module of the service is loaded.
// The service is named after its folder, `kontor-customer`, as it names itself later; OTEL_SERVICE_NAME wins.
const folder = basename(dirname(dirname(process.argv[1] ?? '')));
await startTelemetry(folder === '' ? 'kontor' : `kontor-${folder}`);
