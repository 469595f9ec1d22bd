import type { MailAuthenticity } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import type { MailHeader } from './automatic.js';

/** What a mail server that we trust says of a sender. */
export interface Verdict {
  authenticity: MailAuthenticity;
  /** It took the message for spam. */
  spam: boolean;
}

/** One result, such as dmarc=pass with header.from=a.example. */
interface Result {
  method: string;
  result: string;
  properties: ReadonlyMap<string, string>;
}

const nothing: Verdict = { authenticity: 'unknown', spam: false };

/**
 * What the trusted server `authserv` says of the address in From (RFC 8601). A header is believed only where the message came
 * from that server itself (`relayed`) and bears its name; the topmost one counts, for servers write above what was there. `passed`: DMARC passed
 * for the sender's domain, or a signature of that very domain did, or the sender had signed in there. SPF alone speaks of
 * the envelope and is not enough.
 */
export function authenticityOf(
  headers: readonly MailHeader[],
  { sender, authserv, relayed }: { sender: string; authserv: string; relayed: boolean },
): Verdict {
  if (!relayed) return nothing;
  const spam = headers.some(
    ({ key, value }) =>
      (key === 'x-spam-flag' && /^yes\b/i.test(value.trim())) ||
      (key === 'x-spam-status' && /^yes\b/i.test(value.trim())),
  );
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  if (authserv === '' || domain === '') return { ...nothing, spam };
  const said = headers
    .filter(({ key }) => key === 'authentication-results')
    .map(({ value }) => resultsOf(value))
    .find((one) => one.server === authserv);
  if (!said) return { ...nothing, spam };
  return { authenticity: judge(said.results, sender, domain), spam };
}

function judge(results: readonly Result[], sender: string, domain: string): MailAuthenticity {
  const domainOf = ({ properties }: Result, name: string) => properties.get(name)?.replace(/^.*@/, '');
  const dmarc = results.filter(
    (one) => one.method === 'dmarc' && (domainOf(one, 'header.from') ?? domain) === domain,
  );
  if (dmarc.some(({ result }) => result === 'pass')) return 'passed';
  if (dmarc.some(({ result }) => result === 'fail')) return 'failed';
  const signed = results.some(
    (one) => one.method === 'dkim' && one.result === 'pass' && (domainOf(one, 'header.d') ?? '') === domain,
  );
  const signedIn = results.some(
    ({ method, result, properties }) =>
      method === 'auth' && result === 'pass' && properties.get('smtp.auth') === sender,
  );
  return signed || signedIn ? 'passed' : 'unknown';
}

/** Reads `mx.example; dmarc=pass (p=reject) header.from=a.example; spf=…`. Comments say nothing. */
function resultsOf(value: string): { server: string; results: Result[] } {
  const [head = '', ...rest] = withoutComments(value.slice(0, 10_000)).toLowerCase().split(';');
  const results = rest.flatMap((part) => {
    const [first = '', ...properties] = part.trim().split(/\s+/);
    const [method = '', result = ''] = first.split('=');
    const pairs = properties.flatMap((one): [string, string][] => {
      const place = one.indexOf('=');
      return place > 0 ? [[one.slice(0, place), one.slice(place + 1).replaceAll('"', '')]] : [];
    });
    return method === '' ? [] : [{ method, result, properties: new Map(pairs) }];
  });
  return { server: head.trim().split(/\s+/)[0] ?? '', results };
}

function withoutComments(text: string): string {
  let depth = 0;
  let plain = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += character;
  }
  return plain;
}
