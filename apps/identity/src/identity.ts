import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { constraints } from './constraints.js';
import { entities } from './entities.js';
import { IdentityModule } from './identity.module.js';
import { messages } from './messages.js';
import * as migrations from './migrations/list.js';
import { currentPerson } from './person/current-person.js';
import { verificationKeys } from './session/signing-keys.js';

/**
 * What makes identity a service. It verifies tokens with the keys of its own table and looks callers up among its own
 * people; row rights come from a copy fed by its own events, as in every other service.
 */
export function identity(settings: ServiceSettings): ServiceDefinition {
  return {
    settings,
    module: IdentityModule,
    entities,
    migrations: Object.values(migrations),
    messages,
    constraints,
    currentPerson,
    keySource: (unitOfWork) => async () => ({ keys: await verificationKeys(unitOfWork) }),
  };
}
