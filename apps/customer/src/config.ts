import { serviceSettings } from '@kontor/service/config';

/** The environment of the customer service. */
export const settings = serviceSettings('customer');
