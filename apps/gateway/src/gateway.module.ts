import { Module, type DynamicModule } from '@nestjs/common';
import { connectBroker, type Broker } from '@kontor/events/connection';
import { RpcClients } from '@kontor/rpc/client';
import { keysOfIdentity } from '@kontor/rpc/key-source';
import { TokenVerifier } from '@kontor/rpc/tokens';
import type { Logger } from '@kontor/telemetry/logger';
import type { GatewayConfig } from './config.js';
import { ApiKeys } from './edge/api-keys.js';
import { EndedSessions } from './events/ended-sessions.js';
import { EventHub } from './events/event-hub.js';
import { Freshness } from './events/freshness.js';
import { People } from './events/people.js';
import { Readiness } from './health/readiness.js';

/** Injection token of the connection to the broker. */
export const BROKER = Symbol('broker');

/** Everything the gateway is made of, but for HTTP. The only wiring file. */
@Module({})
export class GatewayModule {
  static with(config: GatewayConfig, logger: Logger): DynamicModule {
    const services = Object.keys(config.services);
    return {
      module: GatewayModule,
      providers: [
        { provide: RpcClients, useFactory: () => new RpcClients(config.services) },
        {
          provide: TokenVerifier,
          inject: [RpcClients],
          useFactory: (clients: RpcClients) => new TokenVerifier(keysOfIdentity(clients)),
        },
        { provide: ApiKeys, inject: [RpcClients], useFactory: (clients: RpcClients) => new ApiKeys(clients) },
        {
          provide: BROKER,
          useFactory: () =>
            connectBroker({
              url: config.natsUrl,
              name: 'gateway',
              onLost: (err) => logger.error({ err }, 'The broker is lost; live events stand still.'),
            }),
        },
        {
          provide: Freshness,
          inject: [BROKER],
          useFactory: async (broker: Broker) => {
            const freshness = new Freshness();
            await freshness.recall(broker);
            return freshness;
          },
        },
        { provide: People, inject: [RpcClients], useFactory: (clients: RpcClients) => new People(clients) },
        {
          provide: EndedSessions,
          inject: [BROKER, People],
          useFactory: async (broker: Broker, people: People) => {
            const ended = new EndedSessions();
            await ended.recall(broker, (type, payload) => people.apply(type, payload));
            return ended;
          },
        },
        {
          provide: EventHub,
          inject: [BROKER, People, EndedSessions, Freshness],
          useFactory: (broker: Broker, people: People, ended: EndedSessions, freshness: Freshness) =>
            new EventHub(broker, people, ended, freshness, services, config.limits.eventStreamsPerPerson),
        },
        {
          provide: Readiness,
          inject: [RpcClients, BROKER, Freshness],
          useFactory: (clients: RpcClients, broker: Broker, freshness: Freshness) =>
            new Readiness(clients, broker, freshness, services),
        },
      ],
    };
  }
}
