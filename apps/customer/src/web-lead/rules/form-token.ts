import { createHmac, timingSafeEqual } from 'node:crypto';

/** Milliseconds within which a page must be sent. */
const lifetime = 24 * 60 * 60 * 1000;

/** What a token says. */
export interface FormToken {
  /** UUID of the token: it is taken once. */
  id: string;
  /** Epoch milliseconds at which the page got it. */
  time: number;
}

/**
 * A token of a form, signed with the secret of the company. `shown` is what the page asks consent to: a token is bound to
 * it, so that nobody is held to a text that the page did not show.
 */
export function formToken(secret: string, formId: string, { id, time }: FormToken, shown = ''): string {
  return `${id}.${time}.${signature(secret, formId, id, String(time), shown)}`;
}

/**
 * What a token says; undefined for one that is forged, of another form, of a page that showed another text than `shown`,
 * from the future or older than a day.
 */
export function readFormToken(
  secret: string,
  formId: string,
  token: string,
  now: number,
  shown = '',
): FormToken | undefined {
  const [id = '', time = '', signed = ''] = token.split('.');
  const expected = Buffer.from(signature(secret, formId, id, time, shown));
  const given = Buffer.from(signed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const age = now - Number(time);
  return age >= 0 && age <= lifetime ? { id, time: Number(time) } : undefined;
}

function signature(secret: string, formId: string, id: string, time: string, shown: string): string {
  const signed = `web-form ${formId} ${id} ${time}${shown === '' ? '' : ` ${shown}`}`;
  return createHmac('sha256', secret).update(signed).digest('base64url');
}
