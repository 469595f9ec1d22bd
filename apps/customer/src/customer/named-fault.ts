import { AppError } from '@kontor/errors/app-error';

/** Reads a filter and names the field of the request that it stands in, where it is refused: not every one is `filter`. */
export function namedFault<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, reason, params } = error;
    const fields = error.fields.map((violation) => ({ ...violation, field }));
    throw new AppError(code, reason, { params, fields, cause: error });
  }
}
