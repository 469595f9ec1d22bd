/** What is known of a message that the next server did not take with a clear yes. */
export interface FailedSubmission {
  /** Whether all of the message, and so perhaps the final dot, was handed to the connection. */
  handedOver: boolean;
  /** nodemailer's word for the kind of failure, such as ECONNECTION. */
  code?: string | undefined;
  /** The SMTP command at fault, such as RCPT TO; CONN for the connection itself. */
  command?: string | undefined;
  /** The server's code where it answered. */
  responseCode?: number | undefined;
}

/** Why a message was not taken, or may have been. */
export type SubmissionReason =
  'no-connection' | 'sign-in-refused' | 'refused-for-now' | 'refused' | 'address-invalid' | 'no-answer';

/** What becomes of the delivery. */
export type Verdict =
  | { state: 'scheduled'; reason: SubmissionReason }
  | { state: 'failed'; reason: SubmissionReason }
  | { state: 'unknown'; reason: SubmissionReason };

/** Commands about this one message; a no to any other speaks of the server or of our configuration. */
const aboutMessage = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/**
 * Reads a failed submission. A clear no is a no, also after the final dot: for good (5xx to sender, recipient or
 * message), or for now (anything else). Without an answer the message is surely not taken as long as its end has
 * not left; from then on nobody knows, and it must not be sent again.
 */
export function verdictOn({ handedOver, code, command = '', responseCode }: FailedSubmission): Verdict {
  if (responseCode !== undefined && responseCode >= 400) {
    if (code === 'EAUTH') return { state: 'scheduled', reason: 'sign-in-refused' };
    const forGood = responseCode >= 500 && responseCode !== 503 && aboutMessage.has(command);
    return forGood
      ? { state: 'failed', reason: 'refused' }
      : { state: 'scheduled', reason: 'refused-for-now' };
  }
  if (handedOver) return { state: 'unknown', reason: 'no-answer' };
  // Refused before it was offered to the server: it would be refused the next time too.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return { state: 'failed', reason: 'address-invalid' };
  return { state: 'scheduled', reason: 'no-connection' };
}

/** Whether a refusal says that the recipient's address does not exist, by its status (RFC 3463), not only that it was refused. */
export function saysAddressIsNone(reply: string): boolean {
  return /^5\d\d[ -]5\.1\.(1|2|3|6|10)\b/.test(reply);
}
