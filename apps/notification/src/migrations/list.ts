/** Every migration of this service, one line each: TypeORM runs them in the order of the times in their names. */
export * from './1700000001000-notification.js';
export * from './1700000002000-message.js';
export * from './1787500400000-outside-letter.js';
export * from './1787509200000-inbound-mail.js';
