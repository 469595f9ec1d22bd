/** Every migration of this service, one line each: TypeORM runs them in the order of the times in their names. */
export * from './identity.migration.js';
export * from './credentials.migration.js';
export * from './organisation.migration.js';
export * from './role.migration.js';
export * from './substitution.migration.js';
export * from './read-request.migration.js';
export * from './handover.migration.js';
export * from './custom-field.migration.js';
export * from './audit.migration.js';
export * from './beat.migration.js';
export * from './field-use.migration.js';
export * from './form.migration.js';
export * from './form-use.migration.js';
export * from './type-change.migration.js';
export * from './retell.migration.js';
export * from './absence-approval.migration.js';
