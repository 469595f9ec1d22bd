import type { Channel, InteractionManner, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Address } from './address.js';

/** What of a new customer the rule fills. */
interface NewProspect {
  phones: Phone[];
  emails: string[];
  channel?: Channel | undefined;
}

/** How somebody came to us who first wrote or called in this manner. */
const channels: Partial<Record<InteractionManner, Channel>> = {
  call: 'phone',
  email: 'email',
  message: 'social',
  fax: 'phone',
  sms: 'phone',
  web_form: 'website',
};

/** A new customer with the address that it wrote or called from, where it has none, and the channel that this says. */
export function withAddress<C extends NewProspect>(
  customer: C,
  address: Address | undefined,
  manner: InteractionManner,
): C {
  const channel = customer.channel ?? channels[manner];
  const result = { ...customer, ...(channel && { channel }) };
  if (address?.kind === 'email' && result.emails.length === 0) result.emails = [address.value];
  if (address?.kind === 'phone' && result.phones.length === 0)
    result.phones = [{ raw: address.value, number: '', kind: 'other' }];
  return result;
}
