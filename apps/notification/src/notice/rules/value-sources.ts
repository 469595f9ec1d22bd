import type { Language } from '@kontor/errors/languages';
import { maskedText, type FieldRights } from '@kontor/schema/view';

/** Where a value of a template comes from. */
export interface ValueSource {
  /** The fields that it shows, by the names that rights use; none where it is the reader's own or nobody's secret. */
  fields: readonly { object: string; field: string }[];
  /** What is written instead for who may not see it; without words it is left out. */
  instead?: Readonly<Record<Language, string>>;
}

const of = (object: string, field: string) => ({ object, field });
const free: ValueSource = { fields: [] };
const somebody = { en: 'A colleague', ru: 'Коллега', 'zh-CN': '一位同事' };
const aCustomer = { en: 'a customer', ru: 'клиент', 'zh-CN': '一位客户' };
const colleague: ValueSource = { fields: [of('person', 'name')], instead: somebody };

/** Tokens go to the person whom they are for, with the own name and address. */
const account = { personName: free, email: free, token: free, link: free, dueTime: free };
const asked = { personName: colleague, object: free, objectId: free, field: free, dueTime: free };

/**
 * Every value of every template and the fields that it shows: a value without an entry is shown to nobody. `dueTime`,
 * which every template may show, belongs to it.
 */
export const valueSources: Readonly<Record<string, Readonly<Record<string, ValueSource>>>> = {
  invitation: account,
  'password-reset': account,
  'read-request': { ...asked, question: free },
  'read-request-answered': { ...asked, granted: free, refused: free },
  'mass-read': { personName: colleague, rows: free, limit: free, dueTime: free },
  substitution: {
    absentName: colleague,
    substituteName: colleague,
    startTime: free,
    endTime: free,
    cancelled: free,
    dueTime: free,
  },
  'customers-received': {
    count: free,
    soon: { fields: [of('customer', 'nextContactTime')] },
    fromName: colleague,
    dueTime: free,
  },
  'customers-merged': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    customerNumber: { fields: [of('customer', 'number')] },
    mergedName: { fields: [of('customer', 'name')], instead: aCustomer },
    mergedNumber: { fields: [of('customer', 'number')] },
    own: { fields: [of('customer', 'ownerId')] },
    dueTime: free,
  },
  'conversion-failed': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    customerNumber: { fields: [of('customer', 'number')] },
    failure: { fields: [of('conversion', 'reason')] },
    dueTime: free,
  },
  'reclaim-warning': {
    count: free,
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    ownerName: { fields: [of('person', 'name'), of('customer', 'ownerId')], instead: somebody },
    reclaimTime: { fields: [of('customer', 'lastContactTime')] },
    dueTime: free,
  },
  'prospects-reclaimed': {
    count: free,
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    ownerName: { fields: [of('person', 'name'), of('customer', 'ownerId')], instead: somebody },
    idle: { fields: [of('customer', 'reclaimCause')] },
    lost: { fields: [of('customer', 'reclaimCause')] },
    dueTime: free,
  },
  'freeze-requested': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    ownerName: { fields: [of('person', 'name'), of('customer', 'ownerId')], instead: somebody },
    reason: { fields: [of('customer', 'freezeReason')] },
    dueTime: free,
  },
  'freeze-decided': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    deciderName: { fields: [of('person', 'name'), of('customer', 'freezeApproverId')], instead: somebody },
    approved: { fields: [of('customer', 'freezeUntil')] },
    freezeTime: { fields: [of('customer', 'freezeUntil')] },
    dueTime: free,
  },
  'customers-unassigned': {
    count: free,
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    dueTime: free,
  },
  'handover-target-needed': { personName: colleague, dueTime: free },
  'important-day': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    contactName: { fields: [of('contact', 'name')] },
    kind: { fields: [of('important-day', 'kind')] },
    dayName: { fields: [of('important-day', 'name')] },
    date: { fields: [of('important-day', 'nextDate')] },
    greeting: { fields: [of('contact', 'name'), of('customer', 'name'), of('important-day', 'kind')] },
    dueTime: { fields: [of('important-day', 'nextDate')] },
  },
  'greeting-unsent': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    contactName: { fields: [of('contact', 'name')] },
    reason: { fields: [of('contact-preference', 'consents')] },
    greeting: { fields: [of('contact', 'name'), of('customer', 'name'), of('important-day', 'kind')] },
    dueTime: free,
  },
  'mail-received': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    contactName: { fields: [of('contact', 'name')] },
    subject: { fields: [of('interaction', 'content')] },
    dueTime: free,
  },
  // To people outside: what is said of themselves.
  greeting: { kind: free, greeting: free, unsubscribeUrl: free, dueTime: free },
  festival: { festivalName: { fields: [of('festival', 'name')] }, date: free, count: free, dueTime: free },
  'next-contact': {
    customerName: { fields: [of('customer', 'name')], instead: aCustomer },
    customerNumber: { fields: [of('customer', 'number')] },
    nextAction: { fields: [of('interaction', 'nextAction')] },
    dueTime: { fields: [of('customer', 'nextContactTime'), of('interaction', 'nextContactTime')] },
  },
};

/** The name of a colleague as a reader may see it. */
export function shownName(name: string, language: Language, rights: FieldRights | undefined): string {
  return shown(name, colleague, language, rights);
}

/** The values of a template as a reader with these rights may see them; without rights all of them. */
export function shownValues<V extends Readonly<Record<string, string>>>(
  template: string,
  values: V,
  language: Language,
  rights: FieldRights | undefined,
): Record<string, string> {
  if (!rights) return values;
  const sources = valueSources[template] ?? {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
      return source ? [[name, shown(value, source, language, rights)]] : [];
    }),
  );
}

function shown(
  value: string,
  { fields, instead }: ValueSource,
  language: Language,
  rights: FieldRights | undefined,
): string {
  const limits = fields.map(({ object, field }) => {
    const of = rights?.limits(object);
    return of?.hidden.has(field) ? 'hidden' : of?.masked.has(field) ? 'masked' : 'shown';
  });
  if (limits.includes('hidden')) return instead?.[language] ?? '';
  return limits.includes('masked') && value !== '' ? maskedText : value;
}
