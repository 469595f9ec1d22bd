import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type {
  IngestInteractionRequest,
  IngestInteractionResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { hasTakenPlace } from '../interaction/rules/next-contact.js';
import { noteTouch, toldTouch, type ToldTouch } from '../touch/note-touch.js';
import { attachMessage } from './attach-message.js';
import { matchesOf, onlyMatch } from './contact-match.js';
import { ourAuthor } from './our-author.js';
import { mailSource } from './mail-thread.js';
import { addressOf } from './rules/address.js';
import { TriageItem } from './triage-item.entity.js';

/** Name of telephony among the sources of messages: calls of which nobody knows whose they were. */
export const telephonySource = 'telephony';

/** Names under which Kontor itself writes talks: by what another system brings in, nobody takes its messages for these. */
const ourSources: ReadonlySet<string> = new Set([telephonySource, 'web-form', 'kontor', mailSource]);

/** A message as it is kept. */
export type NewItem = Pick<
  TriageItem,
  | 'source'
  | 'externalId'
  | 'channel'
  | 'direction'
  | 'address'
  | 'ownAddress'
  | 'messageTime'
  | 'content'
  | 'authorId'
  | 'touch'
  | 'senderCheck'
>;

/** Takes in messages of other systems. Looks at all customers, whoever brings the message: it answers none of them. */
@Injectable()
export class IngestService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry' | 'companyTimeZone'>,
  ) {}

  ingest(request: IngestInteractionRequest, call: Call): Promise<IngestInteractionResponse> {
    const { source, externalId, channel = 'other', direction = 'inbound', from, to, content } = request;
    if (ourSources.has(source)) throw refusedField('source', 'source-reserved');
    const now = new Date().toISOString();
    const messageTime = request.messageTime ?? now;
    if (!hasTakenPlace(messageTime, now)) {
      throw refusedField('messageTime', 'talk-in-future');
    }
    const [theirs, ours] = direction === 'inbound' ? [from, to] : [to, from];
    const address = addressOf(theirs, this.settings.companyCountry);
    return this.work.write(asService(call), async (tx) => {
      const sent = { direction, ours, authorId: request.authorId };
      const authorId = await ourAuthor(tx, sent, call.caller.personId, this.settings.companyCountry);
      const item: NewItem = {
        source,
        externalId,
        channel,
        direction,
        address: address?.value ?? theirs.trim(),
        ownAddress: ours.trim(),
        messageTime,
        content,
        authorId,
        touch: request.touch && toldTouch(request.touch as ToldTouch),
      };
      const taken = await takeIn(tx, item);
      if (taken.known) return { id: taken.id, state: taken.state, guardBreaches: [] };
      const match = address && onlyMatch(await matchesOf(tx, address));
      const customer = match && (await tx.getForUpdate(Customer, match.customerId));
      if (!match || !customer) return { id: taken.id, state: 'open', guardBreaches: [] };
      const talk = await attachMessage(tx, customer, item, match, authorId, this.settings.companyTimeZone);
      if (item.touch)
        noteTouch(tx, customer.id, { touchTime: messageTime, ...item.touch }, { origin: 'message' });
      await tx.query(
        `UPDATE triage_item SET state = 'attached', content = '', interaction_id = $2 WHERE id = $1`,
        [taken.id, talk.id],
      );
      return { id: taken.id, state: 'attached', guardBreaches: talk.guardBreach?.rules ?? [] };
    });
  }
}

/** In the name of the service, and yet the person's request in logs and traces. */
function asService(call: Call): Call {
  return { ...serviceCall('customer', call.method), requestId: call.requestId, deadline: call.deadline };
}

/**
 * Puts a message into the tray, once: a twin with the same external id waits here for the first one and then finds it.
 */
export async function takeIn(
  tx: Transaction,
  item: NewItem,
): Promise<{ known: boolean; id: string; state: TriageItem['state'] }> {
  const id = uuidv7();
  const { source, externalId } = item;
  const added = await tx.query(
    `INSERT INTO triage_item (id, source, external_id, channel, direction, address, own_address, message_time, content,
       state, reason, author_id, version, create_time, update_time, touch, sender_check)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', '', $10, 1, $11, $11, $12::jsonb, $13)
     ON CONFLICT (source, external_id) DO NOTHING RETURNING id`,
    [
      id,
      source,
      externalId,
      item.channel,
      item.direction,
      item.address,
      item.ownAddress,
      item.messageTime,
      item.content,
      item.authorId ?? null,
      tx.now,
      item.touch ? JSON.stringify(item.touch) : null,
      item.senderCheck ?? null,
    ],
  );
  if (added.length > 0) {
    tx.audit({
      action: 'create',
      object: 'triage_item',
      objectId: id,
      version: 1,
      changes: { source, externalId },
    });
    return { known: false, id, state: 'open' };
  }
  const [known] = await tx.select(TriageItem, 'r.source = $1 AND r.external_id = $2', [source, externalId]);
  if (!known) throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });
  return { known: true, id: known.id, state: known.state };
}
