/** What stands in a log in place of a secret or of personal data. */
export const HIDDEN = '[hidden]';

/** Keys whose values never reach a log, without case, `_` and `-`. */
const hiddenKeys = new Set(
  [
    ['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'apikey', 'privatekey', 'credentials'],
    ['name', 'names', 'firstname', 'lastname', 'middlename', 'fullname', 'displayname', 'nickname'],
    ['address', 'addresses', 'street', 'postcode', 'postalcode', 'city', 'district', 'birthday', 'birthdate'],
    [
      'emails',
      'mail',
      'phones',
      'fax',
      'e164',
      'raw',
      'recipient',
      'recipients',
      'to',
      'cc',
      'bcc',
      'replyto',
    ],
    ['content', 'subject', 'text', 'html', 'body', 'note', 'notes', 'comment', 'description', 'payload'],
    ['parameters', 'params', 'filter', 'rawbody', 'request', 'response'],
  ].flat(),
);

/** The end of a key that gives its value away: `accessToken`, `ownerEmail`, `customer_phone`. */
const hiddenEnding = /(password|passwd|secret|token|email|phone|passphrase)$/;

/** Deeper than this nothing useful is logged, and cycles end here. */
const DEEPEST = 5;
const MOST_ITEMS = 50;

/** Tells whether the value under this key stays out of logs. */
export function isHidden(key: string): boolean {
  const plain = key.toLowerCase().replace(/[_-]/g, '');
  return hiddenKeys.has(plain) || hiddenEnding.test(plain);
}

/**
 * A copy of what is to be logged, with the values of telling keys hidden at any depth. Errors keep their name, text,
 * code, stack and cause only: a database error's `detail` and `parameters` quote the row.
 */
export function redact(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return copyOf(facts, 0);
}

function copyOf(facts: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) {
    copy[key] = isHidden(key) && value !== undefined && value !== null ? HIDDEN : shown(value, depth + 1);
  }
  return copy;
}

function shown(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error) return errorFacts(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => shown(item, depth + 1));
  return copyOf(value, depth);
}

function errorFacts(
  error: Error & { code?: unknown; reason?: unknown },
  depth: number,
): Record<string, unknown> {
  const word = (value: unknown): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  return {
    type: error.name,
    message: error.message,
    ...(word(error.code) ? { code: error.code } : {}),
    ...(word(error.reason) ? { reason: error.reason } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: shown(error.cause, depth + 1) }),
  };
}

const email = /[^\s"'<>()[\]{},:;=\\/@]{1,64}@[^\s"'<>()[\]{},:;=\\/@]{1,255}/g;
const userInfo = /(:\/\/)[^\s/"'@]{1,256}@/g;
const jsonWebToken = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const bearer = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const e164 = /\+\d{8,15}\b/g;

/**
 * Takes out of a finished line what error texts and addresses like to quote: e-mail addresses, phone numbers in
 * E.164, tokens, and the user and password of a URL.
 */
export function scrub(line: string): string {
  let clean = line;
  if (clean.includes('@')) clean = clean.replace(userInfo, `$1${HIDDEN}@`).replace(email, HIDDEN);
  if (clean.includes('eyJ')) clean = clean.replace(jsonWebToken, HIDDEN);
  if (clean.includes('+')) clean = clean.replace(e164, HIDDEN);
  return clean.replace(bearer, `$1 ${HIDDEN}`);
}
