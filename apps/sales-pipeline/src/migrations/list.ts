/** Every migration of this service, one line each: TypeORM runs them in the order of the times in their names. */
export * from './1764300000000-product.js';
export * from './1764300000020-opportunity.js';
export * from './1764300000030-custom.js';
export * from './1764300000040-customer-removed.js';
export * from './1787500300000-contact-copy.js';
export * from './1787500300001-product-search.js';
export * from './1787500400000-opportunity-custom.js';
export * from './1787500600000-opportunity-search.js';
export * from './1787506000000-retell.js';
