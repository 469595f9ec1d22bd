import { v7 as uuidv7 } from 'uuid';
import { AppError } from '@kontor/errors/app-error';

const LONGEST = 255;
const VISIBLE = /^[\x21-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` of a POST. Where the client sends none, a fresh one is made, so that a call which the
 * gateway repeats by itself has one effect. Throws AppError `invalid` for a key that is empty, longer than 255
 * characters or not of visible ASCII.
 */
export function idempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined) return uuidv7();
  if (typeof header === 'string' && VISIBLE.test(header)) return header;
  throw new AppError('invalid', 'idempotency-key-invalid', {
    params: { max: LONGEST },
    fields: [{ field: 'Idempotency-Key', reason: 'idempotency-key-invalid', params: { max: LONGEST } }],
  });
}
