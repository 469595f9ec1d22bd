import { Inject, Injectable } from '@nestjs/common';
import type { Touch as TouchAnswer } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import type {
  TriageCandidate,
  TriageItem as TriageAnswer,
} from '@kontor/contracts/gen/kontor/customer/v1/triage';
import type {
  AssignTriageItemRequest,
  DiscardTriageItemRequest,
  ListTriageItemsRequest,
  ListTriageItemsResponse,
  MakeProspectOfTriageItemRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { CustomerService } from '../customer/customer.service.js';
import { asService } from '../customer/guardian.js';
import { dropFiles, filesOfTalk } from '../mail-file/mail-file.js';
import { missedWords } from '../telephony/rules/missed-words.js';
import { noteTouch } from '../touch/note-touch.js';
import { attachMessage } from './attach-message.js';
import { mailSource, submissionToken } from './mail-thread.js';
import { matchesOf, type Match } from './contact-match.js';
import { addressOf } from './rules/address.js';
import { telephonySource } from './ingest.service.js';
import { TriageItem } from './triage-item.entity.js';
import { withAddress } from './rules/prospect-of-item.js';

const fields = queryFields(contract.fields('kontor.customer.v1.TriageItem'), {
  id: { nullable: false },
  source: { nullable: false },
  channel: { nullable: false },
  state: { nullable: false },
  address: { nullable: false },
  messageTime: { nullable: false },
  createTime: { nullable: false },
});

/** The tray: what came in and fits no customer for sure. */
@Injectable()
export class TriageService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: CustomerService,
    @Inject(SETTINGS)
    private readonly settings: Pick<ServiceSettings, 'secret' | 'companyCountry' | 'companyTimeZone'>,
  ) {}

  async get(id: string, call: Call): Promise<TriageAnswer> {
    const item = await this.work.read(call, (tx) => tx.get(TriageItem, id));
    const matches = item.state === 'open' ? await this.matches(item) : [];
    return answer(item, await this.work.read(call, (tx) => candidatesOf(tx, matches)));
  }

  async list(request: ListTriageItemsRequest, call: Call): Promise<ListTriageItemsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, TriageItem, 'triage_item', request, {
        fields,
        defaultOrder: 'createTime',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: `r.state = 'open'`, params: [] },
      }),
    );
    return { triageItems: rows.map((row) => answer(row)), ...page };
  }

  /** Attaches an item. One of its candidates may be chosen even out of reach: the address says whose it is. */
  async assign({ id, customerId, contactId }: AssignTriageItemRequest, call: Call): Promise<TriageAnswer> {
    const item = await this.work.read(call, (tx) => tx.get(TriageItem, id));
    const matches = await this.matches(item);
    const candidate = matches.some((match) => match.customerId === customerId);
    const reached = await this.work.read(call, (tx) => tx.find(Customer, customerId));
    if (!reached && !candidate) throw new AppError('not_found', 'customer-not-found');
    // A candidate out of reach is written to in the name of the service, and in the audit by who chose it.
    const writer = reached ? call : { ...serviceCall('customer', call.method), requestId: call.requestId };
    return this.work.write(writer, (tx) => settle(tx, id, { customerId, contactId }, this.by(call)));
  }

  /**
   * Units of work of which the last may be lost: the customer is made under a key of the item, so that asking again finds
   * the same customer instead of making another one; others wait a while, lest each makes one. The last is in the name of
   * the service: beyond the cap the customer has no owner, and its maker does not reach it.
   */
  async makeProspect(
    { id, customer, ...acceptance }: MakeProspectOfTriageItemRequest,
    call: Call,
  ): Promise<TriageAnswer> {
    const item = await this.work.read(call, (tx) => tx.get(TriageItem, id));
    // A repeat gets the answer of the first time.
    if (item.state !== 'open') return this.work.write(asService(call), (tx) => openItem(tx, id).then(answer));
    await this.begin(id, call);
    const address = addressOf(item.address, this.settings.companyCountry);
    const wanted = withAddress(customer as Customer, address, item.channel);
    const key = { idempotencyKey: `triage-${id}`, fingerprint: id };
    const created = await this.customers
      .create({ customer: wanted, ...acceptance }, { ...call, ...key })
      .catch(async (error: unknown) => {
        await this.keepFor(id, call, `maker_id = NULL, make_until = NULL`);
        throw error;
      });
    return this.work.write(asService(call), (tx) =>
      settle(tx, id, { customerId: created.id, contactId: undefined }, this.by(call)),
    );
  }

  /** Throws conflict record-changed where somebody else is making a prospect of the item. */
  private async begin(id: string, call: Call): Promise<void> {
    const begun = await this.keepFor(id, call, `maker_id = $2, make_until = now() + interval '1 minute'`);
    if (!begun) throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 5 });
  }

  /** Sets who makes the prospect, unless that is somebody else. No change of the item itself: nobody is told of it. */
  private async keepFor(id: string, { caller, ...call }: Call, set: string): Promise<boolean> {
    const as = { ...serviceCall('customer', call.method), requestId: call.requestId };
    const rows = await this.work.write(as, (tx) =>
      tx.query(
        `UPDATE triage_item SET ${set} WHERE id = $1 AND (maker_id IS NULL OR maker_id = $2 OR make_until < now())
         RETURNING id`,
        [id, caller.personId],
      ),
    );
    return rows.length > 0;
  }

  discard({ id, reason }: DiscardTriageItemRequest, call: Call): Promise<TriageAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await openItem(tx, id);
      const settledById = call.caller.personId;
      if (before.source === mailSource) await dropFiles(tx, submissionToken(before.externalId));
      return answer(tx.update(TriageItem, before, { state: 'discarded', reason, settledById }));
    });
  }

  private by({ caller }: Call): Settler {
    return { personId: caller.personId, companyTimeZone: this.settings.companyTimeZone };
  }

  private async matches(item: TriageItem): Promise<Match[]> {
    const address = addressOf(item.address, this.settings.companyCountry);
    if (!address) return [];
    return this.work.read(serviceCall('customer', 'triage'), (tx) => matchesOf(tx, address));
  }
}

/** Who decides about an item, and by which clock it is told whether it was night. */
interface Settler {
  personId: string;
  companyTimeZone: string;
}

/** Makes an item that waits a talk of the customer. */
async function settle(
  tx: Transaction,
  id: string,
  { customerId, contactId }: Match,
  { personId, companyTimeZone }: Settler,
): Promise<TriageAnswer> {
  const before = await openItem(tx, id);
  const customer = await tx.getForUpdate(Customer, customerId);
  if (contactId && (await tx.find(Contact, contactId))?.customerId !== customerId) {
    throw refusedField('contactId', 'contact-of-another');
  }
  const authorId = before.authorId ?? personId;
  // Items of calls say nothing; older ones the number. Of calls only those that were answered have an author.
  const isCall = before.source === telephonySource && ['', before.address].includes(before.content);
  const draft = isCall && before.authorId !== undefined;
  const language = (await tx.find(PersonCopy, authorId))?.language ?? 'en';
  const content = isCall ? missedWords(language, undefined).content : before.content;
  const message = { ...before, content, draft };
  const talk = await attachMessage(tx, customer, message, { contactId }, authorId, companyTimeZone);
  if (before.touch) {
    const told = { touchTime: before.messageTime, ...before.touch };
    noteTouch(tx, customer.id, told, { origin: 'message', personId });
  }
  if (before.source === mailSource) await filesOfTalk(tx, submissionToken(before.externalId), talk.id);
  const after = tx.update(TriageItem, before, {
    state: 'attached',
    content: '',
    interactionId: talk.id,
    settledById: personId,
  });
  return answer(after, [], talk.guardBreach?.rules);
}

async function openItem(tx: Transaction, id: string): Promise<TriageItem> {
  const item = await tx.getForUpdate(TriageItem, id);
  if (item.state !== 'open') throw new AppError('conflict', 'triage-settled');
  return item;
}

/** Names as the reader may see them; where a customer lies beyond reach by name, if at all. */
async function candidatesOf(tx: Transaction, matches: readonly Match[]): Promise<TriageCandidate[]> {
  if (matches.length === 0) return [];
  const ids = [...new Set(matches.map(({ customerId }) => customerId))];
  const contactIds = matches.flatMap(({ contactId }) => contactId ?? []);
  const customers = await tx.selectNames(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  const contacts = await tx.select(Contact, 'r.id = ANY ($1::uuid[])', [contactIds]);
  const nameOf = new Map([...customers, ...contacts].map(({ id, name }) => [id, name]));
  return matches.map(({ customerId, contactId }) => ({
    customerId,
    customerName: nameOf.get(customerId) ?? '',
    contactId,
    contactName: (contactId && nameOf.get(contactId)) ?? '',
  }));
}

function answer(
  { authorId: _, version: __, touch, ...item }: TriageItem,
  candidates: TriageCandidate[] = [],
  guardBreaches: string[] = [],
): TriageAnswer {
  return { ...item, candidates, guardBreaches, ...(touch && { touch: touch as TouchAnswer }) };
}
