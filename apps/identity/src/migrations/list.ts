import { Credentials1764100000000 } from './credentials.migration.js';
import { Identity1764000000000 } from './identity.migration.js';
import { Organisation1764200000000 } from './organisation.migration.js';

/** Every migration of identity's own, oldest first. */
export const migrations = [Identity1764000000000, Credentials1764100000000, Organisation1764200000000];
