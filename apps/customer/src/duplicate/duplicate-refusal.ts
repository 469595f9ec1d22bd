import { AppError, type AppErrorOptions } from '@kontor/errors/app-error';

/** Conflict: a record looks like others. `customerIds`: these, whoever may see them. */
export class DuplicateRefusal extends AppError {
  constructor(
    reason: string,
    readonly customerIds: readonly string[],
    options: AppErrorOptions,
  ) {
    super('conflict', reason, options);
  }
}
