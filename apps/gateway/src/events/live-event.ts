import type { JsMsg } from '@nats-io/jetstream';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { receivedEvent } from '@kontor/events/received-event';
import type { Audience } from './audience.js';

/** What people may learn of one type of event. */
interface LiveRule<E> {
  /** What it takes to read the record: a key without it hears nothing of it. */
  permission: string;
  /** Path of the record below /v1/. */
  object(event: E): string;
  audience(event: E): Audience;
  /** Who may have seen the record before the event, where that was somebody else. */
  before?(event: E): Audience | undefined;
  /** Path of what is gone for those, where it is another record. */
  goneObject?(event: E): string;
  /** Whether the record is gone for everybody. */
  gone?: true;
  /** Ids of further records that the event is about. */
  ids?(event: E): Record<string, string>;
  etag(event: E): string | undefined;
}

/** Whoever sees the customer. */
const owner = (id: string | undefined): Audience => ({ kind: 'owner', object: 'customer', id: id ?? '' });

/** Events that people hear of. A type without an entry never reaches anybody. */
const liveRules: { [K in keyof EventTypes]?: LiveRule<EventTypes[K]> } = {
  'kontor.customer.v1.CustomerCreated': {
    permission: 'customer.read',
    object: ({ customer }) => `customers/${customer?.id}`,
    audience: ({ customer }) => owner(customer?.ownerId ?? customer?.keeperId),
    etag: ({ customer }) => customer?.etag,
  },
  'kontor.customer.v1.CustomerChanged': {
    permission: 'customer.read',
    object: ({ customer }) => `customers/${customer?.id}`,
    audience: ({ customer }) => owner(customer?.ownerId ?? customer?.keeperId),
    before: ({ previousOwnerId }) => (previousOwnerId ? owner(previousOwnerId) : undefined),
    etag: ({ customer }) => customer?.etag,
  },
  'kontor.customer.v1.CustomersMerged': {
    permission: 'customer.read',
    object: ({ winnerId }) => `customers/${winnerId}`,
    audience: ({ ownerId }) => owner(ownerId),
    before: ({ loserOwnerId }) => owner(loserOwnerId),
    goneObject: ({ loserId }) => `customers/${loserId}`,
    ids: ({ mergeId, winnerId, loserId }) => ({ mergeId, winnerId, loserId }),
    etag: () => undefined,
  },
  // Who sees the loser only hears of it by its CustomerChanged.
  'kontor.customer.v1.CustomersUnmerged': {
    permission: 'customer.read',
    object: ({ winnerId }) => `customers/${winnerId}`,
    audience: ({ ownerId }) => owner(ownerId),
    ids: ({ mergeId, winnerId, loserId }) => ({ mergeId, winnerId, loserId }),
    etag: () => undefined,
  },
  'kontor.customer.v1.CustomerRemoved': {
    permission: 'customer.read',
    object: ({ customerId }) => `customers/${customerId}`,
    audience: ({ ownerId }) => owner(ownerId),
    gone: true,
    etag: () => undefined,
  },
  'kontor.customer.v1.ContactChanged': {
    permission: 'customer.read',
    object: ({ contact }) => `customers/${contact?.customerId}/contacts/${contact?.id}`,
    audience: ({ ownerId }) => owner(ownerId),
    etag: ({ contact }) => contact?.etag,
  },
  'kontor.customer.v1.ContactRemoved': {
    permission: 'customer.read',
    object: ({ customerId, contactId }) => `customers/${customerId}/contacts/${contactId}`,
    audience: ({ ownerId }) => owner(ownerId),
    gone: true,
    etag: () => undefined,
  },
  'kontor.customer.v1.ContactMoved': {
    permission: 'customer.read',
    object: ({ toCustomerId, contactId }) => `customers/${toCustomerId}/contacts/${contactId}`,
    audience: ({ ownerId }) => owner(ownerId),
    before: ({ fromOwnerId }) => (fromOwnerId ? owner(fromOwnerId) : undefined),
    goneObject: ({ fromCustomerId, contactId }) => `customers/${fromCustomerId}/contacts/${contactId}`,
    etag: () => undefined,
  },
  'kontor.customer.v1.InteractionLogged': {
    permission: 'customer.read',
    object: ({ interaction }) => `customers/${interaction?.customerId}/interactions/${interaction?.id}`,
    audience: ({ ownerId }) => owner(ownerId),
    etag: ({ interaction }) => interaction?.etag,
  },
  'kontor.customer.v1.CallRinging': {
    permission: 'customer.read',
    object: ({ phoneCallId }) => `calls/${phoneCallId}`,
    audience: ({ personId }) => ({ kind: 'person', id: personId }),
    etag: () => undefined,
  },
  'kontor.customer.v1.CallChanged': {
    permission: 'customer.read',
    object: ({ phoneCallId }) => `calls/${phoneCallId}`,
    audience: ({ personId }) => ({ kind: 'person', id: personId }),
    etag: () => undefined,
  },
  'kontor.customer.v1.ConversionEnded': {
    permission: 'customer.read',
    object: ({ conversion }) => `conversions/${conversion?.id}`,
    audience: ({ ownerId }) => owner(ownerId),
    etag: ({ conversion }) => conversion?.etag,
  },
  'kontor.sales_pipeline.v1.OpportunityChanged': {
    permission: 'opportunity.read',
    object: ({ opportunity }) => `opportunities/${opportunity?.id}`,
    audience: ({ ownerId }) => owner(ownerId),
    etag: ({ opportunity }) => opportunity?.etag,
  },
  'kontor.sales_pipeline.v1.ProductChanged': {
    permission: 'product.read',
    object: ({ product }) => `products/${product?.id}`,
    audience: () => ({ kind: 'everyone' }),
    etag: ({ product }) => product?.etag,
  },
  'kontor.notification.v1.NoticeChanged': {
    permission: 'notice.own',
    object: ({ notice }) => `notices/${notice?.id}`,
    audience: ({ notice }) => ({ kind: 'person', id: notice?.personId ?? '' }),
    etag: () => undefined,
  },
  'kontor.identity.v1.UnitChanged': {
    permission: 'person.read',
    object: ({ unit }) => `units/${unit?.id}`,
    audience: () => ({ kind: 'everyone' }),
    etag: ({ unit }) => unit?.etag,
  },
  'kontor.identity.v1.UnitDeleted': {
    permission: 'person.read',
    object: ({ unitId }) => `units/${unitId}`,
    audience: () => ({ kind: 'everyone' }),
    etag: ({ etag }) => etag,
  },
  'kontor.identity.v1.CalendarChanged': {
    permission: 'person.read',
    object: ({ calendar }) => `calendars/${calendar?.id}`,
    audience: () => ({ kind: 'everyone' }),
    etag: ({ calendar }) => calendar?.etag,
  },
  'kontor.identity.v1.PersonChanged': {
    permission: 'person.read',
    object: ({ person }) => `people/${person?.id}`,
    audience: () => ({ kind: 'everyone' }),
    etag: ({ person }) => person?.etag,
  },
};

/** An event as it is sent to whoever may see its record. */
export interface LiveEvent {
  type: string;
  /** What it takes to hear of it, besides belonging to the audience. */
  permission: string;
  audience: Audience;
  /** JSON: which record changed, when and by whom; never what is in it. */
  data: string;
  /** Who saw the record before and may not any more: they are told `farewell`, that it is gone, and nothing further. */
  before?: Audience;
  farewell?: string;
}

/** A message of a stream: the event itself for the gateway's own use, and its public face where it has one. */
export interface StreamEvent {
  type: string;
  payload: unknown;
  live: LiveEvent | undefined;
}

/** Reads a message of a stream. Undefined for what is no event of ours. */
export function streamEvent(message: JsMsg): StreamEvent | undefined {
  const facts = receivedEvent(message)?.facts;
  if (!facts) return undefined;
  const rule = Object.hasOwn(liveRules, facts.type)
    ? (liveRules[facts.type as keyof EventTypes] as LiveRule<unknown>)
    : undefined;
  const payload = readPayload(message);
  if (payload === undefined) return undefined;
  if (!rule) return { type: facts.type, payload, live: undefined };
  const { id, type, version, time, personId } = facts;
  const data = {
    id,
    type,
    object: rule.object(payload),
    version,
    etag: rule.etag(payload),
    time,
    ...(personId && { personId }),
    ...rule.ids?.(payload),
    ...(rule.gone && { gone: true }),
  };
  const live: LiveEvent = {
    type,
    permission: rule.permission,
    audience: rule.audience(payload),
    data: JSON.stringify(data),
  };
  const before = rule.before?.(payload);
  if (before)
    Object.assign(live, {
      before,
      farewell: JSON.stringify({
        id,
        type,
        object: rule.goneObject?.(payload) ?? data.object,
        time,
        gone: true,
      }),
    });
  return { type, payload, live };
}

function readPayload(message: JsMsg): unknown {
  try {
    return message.json();
  } catch {
    // Whatever was put on the stream from outside must not end the feed.
    return undefined;
  }
}
