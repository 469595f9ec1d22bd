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
          provide: EndedSessions,
          inject: [BROKER],
          useFactory: async (broker: Broker) => {
            const ended = new EndedSessions();
            await ended.recall(broker);
            return ended;
          },
        },
        { provide: People, inject: [RpcClients], useFactory: (clients: RpcClients) => new People(clients) },
        {
          provide: EventHub,
          inject: [BROKER, People, EndedSessions],
          useFactory: (broker: Broker, people: People, ended: EndedSessions) =>
            new EventHub(broker, people, ended, services, config.limits.eventStreamsPerPerson),
        },
        {
          provide: Readiness,
          inject: [RpcClients, BROKER],
          useFactory: (clients: RpcClients, broker: Broker) => new Readiness(clients, broker, services),
        },
      ],
    };
  }
}
