import { AppError, type MessageParams } from '@kontor/errors/app-error';

const longestEcho = 60;

/** The refusal of a list request: `invalid`, naming the parameter at fault and the broken rule. */
export function refusal(field: string, reason: string, params?: MessageParams): AppError {
  return new AppError('invalid', 'invalid-request', {
    fields: [params === undefined ? { field, reason } : { field, reason, params }],
  });
}

/** Input shown back in a message, cut to a length that a message bears. */
export function echo(text: string): string {
  const points = [...text.slice(0, 2 * longestEcho + 2)];
  return points.length > longestEcho ? `${points.slice(0, longestEcho).join('')}…` : text;
}
