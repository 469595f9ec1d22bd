import { serviceSettings } from '@kontor/service/config';
import { startService } from '@kontor/service/start-service';
import { identity } from './identity.js';

await startService(identity(serviceSettings('identity')));
