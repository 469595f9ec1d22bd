// Whether a process of Kontor is ready, for container engines that run a command to know.
//   node deploy/health.mjs 127.0.0.1:4000                 a service, by the standard gRPC health service
//   node deploy/health.mjs http://127.0.0.1:8080/readyz   the gateway
import { answers, serves } from '../tools/start/health.ts';

const address = process.argv[2] ?? '';
const ready = await (address.startsWith('http') ? answers(address) : serves(address)).catch(() => false);
process.exitCode = ready ? 0 : 1;
