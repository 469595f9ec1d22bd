import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Logger } from '@kontor/telemetry/logger';
import type { StreamSettings } from './config.js';
import type { Broker } from './connection.js';
import { DeadLetterBox } from './dead-letter-box.js';
import { EventDesk } from './event-desk.js';
import type { EventHandler } from './event-handler.js';
import { JetStreamConsumer } from './jetstream-consumer.js';
import { durableName, ownerOf, packageOf, type Subscription } from './names.js';
import { retryPauses, type RetryPauses } from './retry.js';

export interface EventConsumersOptions {
  /** Name of the service that listens. */
  service: string;
  unitOfWork: UnitOfWork;
  broker: Broker;
  stream: StreamSettings;
  logger: Logger;
  pauses?: RetryPauses;
}

interface Running {
  consumer: JetStreamConsumer;
  desk: EventDesk;
}

/**
 * The event handlers of a service and the consumers that feed them. The events of one package from one emitter share a
 * durable consumer; those of the package that have no handler are acknowledged and forgotten.
 */
export class EventConsumers {
  private readonly subscriptions = new Map<
    string,
    { subscription: Subscription; handlers: Map<string, EventHandler[]> }
  >();
  private running: Running[] = [];

  constructor(private readonly options: EventConsumersOptions) {}

  /**
   * Has events of a type (full name, such as kontor.identity.v1.PersonChanged) handled. They come from the service that
   * owns their package, or from those in `from`. Several handlers of one type take effect together. Call before start().
   */
  add(type: string, handler: EventHandler, { from }: { from?: readonly string[] } = {}): void {
    const eventPackage = packageOf(type);
    for (const emitter of from ?? [ownerOf(eventPackage)]) {
      const subscription = { consumer: this.options.service, emitter, eventPackage };
      const durable = durableName(subscription);
      const known = this.subscriptions.get(durable) ?? {
        subscription,
        handlers: new Map<string, EventHandler[]>(),
      };
      known.handlers.set(type, [...(known.handlers.get(type) ?? []), handler]);
      this.subscriptions.set(durable, known);
    }
  }

  /** Begins to pull. Returns at once; streams and consumers are made as soon as the broker is there. */
  start(): void {
    if (this.running.length > 0) return;
    this.running = [...this.subscriptions.values()].map(({ subscription, handlers }) =>
      this.run(subscription, handlers),
    );
    for (const { consumer } of this.running) consumer.start();
  }

  /** Stops pulling, finishes what was begun, gives back the rest. Then the broker and the pool may be closed. */
  async stop(): Promise<void> {
    const running = this.running.splice(0);
    await Promise.all(
      running.map(async ({ consumer, desk }) => {
        await consumer.stop();
        await desk.close();
        consumer.end();
      }),
    );
  }

  private run(subscription: Subscription, handlers: Map<string, EventHandler[]>): Running {
    const { service, unitOfWork, broker, stream, logger, pauses = retryPauses } = this.options;
    const consumer = durableName(subscription);
    const deadLetters = new DeadLetterBox(service, consumer, unitOfWork);
    const desk = new EventDesk({
      handlers,
      logger,
      settlement: { service, consumer, unitOfWork, pauses, deadLetters },
    });
    const receive = desk.receive.bind(desk);
    return { desk, consumer: new JetStreamConsumer({ broker, subscription, stream, logger, receive }) };
  }
}
