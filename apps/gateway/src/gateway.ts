import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Broker } from '@kontor/events/connection';
import { RpcClients } from '@kontor/rpc/client';
import { TokenVerifier } from '@kontor/rpc/tokens';
import { nestLogger, type Logger } from '@kontor/telemetry/logger';
import type { GatewayConfig } from './config.js';
import { ApiKeys } from './edge/api-keys.js';
import { createServer, registerEdge } from './edge/server.js';
import { EndedSessions } from './events/ended-sessions.js';
import { Freshness } from './events/freshness.js';
import { EventHub } from './events/event-hub.js';
import { registerEvents } from './events/events-route.js';
import { GatewayAdapter } from './gateway-adapter.js';
import { BROKER, GatewayModule } from './gateway.module.js';
import { Readiness, registerHealth } from './health/readiness.js';
import { registerExports } from './exports/exports-route.js';
import { registerImports } from './imports/imports-routes.js';
import { registerFiles } from './files/files-routes.js';
import { registerPanorama } from './panorama/panorama-route.js';
import { registerReference } from './reference/reference.js';
import { registerRoutes } from './routes.js';
import { registerSearch } from './search/search-route.js';
import { registerWebFormCors } from './web-form/web-form-cors.js';
import { registerTelephony } from './telephony/telephony-route.js';

/** How long running requests may take to finish when the gateway stops, in milliseconds; then they are cut. */
const DRAIN_MS = 20_000;

/** A gateway that listens. */
export interface Gateway {
  /** Where it listens, such as http://127.0.0.1:8080. */
  url: string;
  /** Stops: not ready, no new connections, streams ended, requests finished (20 s at most), connections closed. */
  close(): Promise<void>;
}

/** Builds the gateway and starts to listen. */
export async function startGateway(config: GatewayConfig, logger: Logger): Promise<Gateway> {
  const server = createServer(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.with(config, logger),
    new GatewayAdapter(server as never),
    {
      bodyParser: false,
      logger: nestLogger(logger),
      abortOnError: false,
    },
  );
  const hub = app.get(EventHub);
  const clients = app.get(RpcClients);
  await registerEdge(
    server,
    config,
    app.get(TokenVerifier),
    app.get(ApiKeys),
    app.get(EndedSessions),
    app.get(Freshness),
    logger,
  );
  registerHealth(server, app.get(Readiness));
  registerWebFormCors(server, clients, config.limits);
  registerRoutes(server, clients, config.limits);
  registerPanorama(server, clients);
  registerSearch(server, clients);
  await registerImports(server, clients, config.limits.importBytes);
  registerExports(server, clients);
  await registerFiles(server, clients, config.limits.fileBytes);
  await registerTelephony(server, clients);
  registerEvents(server, hub, logger);
  await registerReference(server, clients);
  hub.start();
  await app.listen(config.port, config.host);
  return { url: addressOf(server), close: () => close(app, server) };
}

async function close(app: NestFastifyApplication, server: FastifyInstance): Promise<void> {
  app.get(Readiness).stop();
  const cut = setTimeout(() => server.server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearTimeout(cut);
  await app.get(EventHub).stop();
  app.get(RpcClients).close();
  await app.get<Broker>(BROKER).close();
}

function addressOf(server: FastifyInstance): string {
  const [address] = server.addresses();
  if (!address || typeof address === 'string') throw new Error('The gateway does not listen');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
