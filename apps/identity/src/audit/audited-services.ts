/** Services whose audit rows come into the central audit: every one with a database. A new service is added here. */
export const auditedServices = ['identity', 'customer', 'notification', 'sales-pipeline'];
