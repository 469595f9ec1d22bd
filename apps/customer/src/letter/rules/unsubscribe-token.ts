import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who says that no more e-mail is wanted: a contact, or a customer as a whole. */
export interface Unsubscriber {
  customerId: string;
  contactId?: string | undefined;
}

/** A token of one reader, signed with the secret of the company. It does not end: old letters must be heard, too. */
export function unsubscribeToken(secret: string, { customerId, contactId = '' }: Unsubscriber): string {
  return `${customerId}.${contactId}.${signature(secret, customerId, contactId)}`;
}

/** Whose token it is; undefined for one that is forged. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscriber | undefined {
  const [customerId = '', contactId = '', signed = ''] = token.split('.');
  const expected = Buffer.from(signature(secret, customerId, contactId));
  const given = Buffer.from(signed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { customerId, ...(contactId && { contactId }) };
}

function signature(secret: string, customerId: string, contactId: string): string {
  return createHmac('sha256', secret).update(`unsubscribe ${customerId} ${contactId}`).digest('base64url');
}
