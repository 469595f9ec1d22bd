import { Webhook, WebhookVerificationError } from 'standardwebhooks';

/** A signed event as it was received. */
export interface SignedEvent {
  /** Header webhook-id. */
  id: string;
  /** Header webhook-timestamp: seconds since 1970. */
  timestamp: string;
  /** Header webhook-signature: `v1,` and base64, several by spaces. */
  signature: string;
  body: Buffer;
}

/**
 * Whether an event was signed with one of the secrets, as Standard Webhooks says, and is at most five minutes old or ahead.
 * The library asks the clock of the machine itself.
 */
export function isGenuine(
  { id, timestamp, signature, body }: SignedEvent,
  secrets: readonly string[],
): boolean {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return secrets.some((secret) => {
    try {
      signingKey(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return false;
      throw error;
    }
  });
}

/** The key of a secret: one that begins with `whsec_` is base64, any other one is taken as it is. Throws where it is no key. */
export function signingKey(secret: string): Webhook {
  if (secret.startsWith('whsec_')) return new Webhook(secret);
  return new Webhook(Buffer.from(secret), { format: 'raw' });
}
