/** A header as it stands in a message: the name in lower case. */
export interface MailHeader {
  key: string;
  value: string;
}

/**
 * Why nobody wrote a message by hand; empty where somebody seems to have. `automatic-reply`: a program answers or reports,
 * and never hears from us. `bulk`: a list or a mailing sends it. `loop`: it went around, or is a message of our own.
 */
export type Automatic = '' | 'automatic-reply' | 'bulk' | 'loop';

/** Servers that a message passes at most; more, and it goes around. */
const mostHops = 50;

/** Judges by the headers, the envelope's sender (empty for reports) and our own sender's address. */
export function automaticOf(
  headers: readonly MailHeader[],
  { envelopeFrom, sender, ours }: { envelopeFrom: string; sender: string; ours: string },
): Automatic {
  const first = (name: string) =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase() ?? '';
  const has = (name: string) => headers.some(({ key }) => key === name);
  if (headers.filter(({ key }) => key === 'received').length > mostHops) return 'loop';
  if (has('x-kontor-about') || (ours !== '' && sender === ours.toLowerCase())) return 'loop';
  const submitted = first('auto-submitted').replace(/[;\s].*$/s, '');
  const precedence = first('precedence');
  const machine =
    (submitted !== '' && submitted !== 'no') ||
    precedence === 'auto_reply' ||
    has('x-auto-response-suppress') ||
    has('x-autoreply') ||
    has('x-autorespond') ||
    envelopeFrom === '' ||
    /^(mailer-daemon|postmaster)@/.test(sender);
  if (machine) return 'automatic-reply';
  const listed = ['list-id', 'list-unsubscribe', 'feedback-id'].some(has);
  return listed || ['bulk', 'list', 'junk'].includes(precedence) ? 'bulk' : '';
}
