import { AppError } from '@kontor/errors/app-error';
import type { CustomFieldRow } from './custom-field.entity.js';

/** Throws conflict custom-field-changing while the type of a field is being changed. */
export function refuseChanging({ changing }: CustomFieldRow): void {
  if (changing) throw new AppError('conflict', 'custom-field-changing', { retryAfterSeconds: 10 });
}
