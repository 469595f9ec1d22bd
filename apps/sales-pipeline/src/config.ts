import { serviceSettings } from '@kontor/service/config';

/** The environment of the sales-pipeline service. */
export const settings = serviceSettings('sales-pipeline');
