import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { GatheringContext } from './event-handler.js';

/** A method that handles events of one type. */
type HandlerOf<K extends keyof EventTypes> = (
  event: EventTypes[K],
  context: GatheringContext,
) => Promise<void>;

/**
 * Has a controller's method handle events of a type: Nest's `@EventPattern`, `@Payload` and `@Ctx` in one, with the
 * types of the contract. Events come from the service that owns their package, or from those in `from`.
 */
export function OnEvent<K extends keyof EventTypes>(type: K, options: { from?: string[] } = {}) {
  return (target: object, name: string, descriptor: TypedPropertyDescriptor<HandlerOf<K>>): void => {
    (EventPattern(type, options) as MethodDecorator)(target, name, descriptor as PropertyDescriptor);
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
  };
}
