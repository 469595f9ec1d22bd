import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { WebAnswers } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type { WebForm } from '../web-form.entity.js';

/** The prospect that a submission makes: the company where one is named, else the person. */
export function customerOf(
  answers: WebAnswers,
  { source, channel }: Pick<WebForm, 'source' | 'channel'>,
): Partial<Customer> {
  const company = answers.company.trim();
  const reached = company === '' ? waysOf(answers) : { phones: [], emails: [] };
  return {
    kind: company === '' ? 'person' : 'company',
    name: company || answers.name.trim(),
    status: 'prospect',
    channel,
    segment: '',
    ...reached,
    website: '',
    addresses: [],
    note: '',
    source,
    externalId: '',
    taxNumber: '',
  };
}

/** The contact at the company; undefined where a person is the prospect. */
export function contactOf(answers: WebAnswers): Contact | undefined {
  if (answers.company.trim() === '') return undefined;
  return {
    name: answers.name.trim(),
    position: '',
    roles: [],
    ...waysOf(answers),
    websites: [],
    addresses: [],
    language: '',
    note: '',
  } as unknown as Contact;
}

/** What the timeline says: who wrote, and what. */
export function talkText({ name, company, phone, email, message }: WebAnswers): string {
  const who = [name, company, phone, email].map((text) => text.trim()).filter((text) => text !== '');
  return [who.join(', '), message.trim()].filter((text) => text !== '').join('\n\n');
}

function waysOf({ phone, email }: WebAnswers): Pick<Customer, 'phones' | 'emails'> {
  return {
    phones: phone.trim() === '' ? [] : [{ raw: phone.trim(), number: '', kind: 'work' }],
    emails: email.trim() === '' ? [] : [email.trim()],
  };
}
