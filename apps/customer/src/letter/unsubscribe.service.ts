import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { ContactPreference } from '../contact-guard/contact-preference.entity.js';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { asService } from '../customer/guardian.js';
import { winnerOf } from '../merge/merged-into.js';
import { readUnsubscribeToken, type Unsubscriber } from './rules/unsubscribe-token.js';

/** Where the word came from. */
const source = 'unsubscribe';

/** People outside who say that they want no more e-mail. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  /** Notes that consent to e-mail is withdrawn; a second time changes nothing. Throws not_found for a forged token. */
  async unsubscribe(token: string, call: Call): Promise<void> {
    const who = readUnsubscribeToken(this.settings.secret, token);
    if (!who) throw new AppError('not_found', 'unsubscribe-token-unknown');
    await this.work.write(asService(call), (tx) => withdraw(tx, who));
  }
}

async function withdraw(tx: Transaction, { customerId, contactId: told }: Unsubscriber): Promise<void> {
  // A contact may be with another customer since, or one with another contact, and a customer part of another one.
  const contact = told ? await standingContact(tx, told) : undefined;
  if (told && !contact) return;
  const contactId = contact?.id;
  const id = contact?.customerId ?? (await winnerOf(tx, customerId)) ?? customerId;
  const [customer] = await tx.select(Customer, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
  if (!customer) return;
  const [before] = await tx.select(
    ContactPreference,
    'r.customer_id = $1 AND r.contact_id IS NOT DISTINCT FROM $2::uuid',
    [id, contactId ?? null],
  );
  const known = before?.consents ?? [];
  if (known.some(({ channel, state }) => channel === 'email' && state === 'withdrawn')) return;
  const withdrawn = { channel: 'email', state: 'withdrawn', source, time: tx.now, authorId: '' } as const;
  const consents = [...known.filter(({ channel }) => channel !== 'email'), withdrawn];
  if (before) tx.update(ContactPreference, before, { consents });
  else tx.insert(ContactPreference, { customerId: id, contactId, consents, doNotCall: false, timeZone: '' });
}

/** The contact, or the one that it was joined with when customers were merged. Undefined for one that was removed. */
async function standingContact(tx: Transaction, id: string): Promise<Contact | undefined> {
  const known = await tx.find(Contact, id);
  if (known) return known;
  const [joined] = await tx.query<{ keptId: string }>(
    `SELECT j.value ->> 'keptId' AS "keptId" FROM customer_merge m CROSS JOIN jsonb_array_elements(m.contacts) j
     WHERE m.state = 'merged' AND j.value ->> 'droppedId' = $1 LIMIT 1`,
    [id],
  );
  return joined && standingContact(tx, joined.keptId);
}
