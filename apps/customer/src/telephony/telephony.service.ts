import { Inject, Injectable } from '@nestjs/common';
import type {
  ChoosePhoneCallCustomerRequest,
  ListPhoneCallsRequest,
  ListPhoneCallsResponse,
  ReceiveTelephonyEventRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { PhoneCall } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import { serviceCall, type Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { cardOf } from './call-card.js';
import { TELEPHONY, type TelephonySettings } from './config.js';
import { ExchangeCall } from './exchange-call.entity.js';
import { Extension } from './extension.entity.js';
import { receiveEvent } from './receive-event.js';
import { callEventSchema, otherSide, type CallEvent } from './rules/call-event.js';
import { isGenuine } from './rules/signature.js';
import { RungCall } from './rung-call.entity.js';
import { ended, missed, trayItem } from './settle-call.js';
import { tellPhones } from './tell-phones.js';

const fields = queryFields(contract.fields('kontor.customer.v1.PhoneCall'), {
  id: { nullable: false },
  ringTime: { nullable: false },
  createTime: { nullable: false },
});

const purpose = 'telephony';

/** Phone calls, as exchanges tell of them and as the people see them at whose phones they rang. */
@Injectable()
export class TelephonyService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS)
    private readonly settings: Pick<ServiceSettings, 'secret' | 'companyCountry' | 'companyTimeZone'>,
    @Inject(TELEPHONY) private readonly telephony: TelephonySettings,
  ) {}

  /** Throws unauthenticated telephony-signature, invalid telephony-event-invalid. The same event again changes nothing. */
  async receive(request: ReceiveTelephonyEventRequest): Promise<void> {
    const body = Buffer.from(request.body, 'base64');
    const { webhookId: id, webhookTimestamp: timestamp, webhookSignature: signature } = request;
    if (!isGenuine({ id, timestamp, signature, body }, this.telephony.secrets)) {
      throw new AppError('unauthenticated', 'telephony-signature');
    }
    const event = eventIn(body);
    await this.work.write(serviceCall('customer', purpose), async (tx) => {
      const ends = [event.from, event.to].filter((end) => end !== '');
      const ours = await tx.select(Extension, 'r.number = ANY ($1::text[])', [ends]);
      const numbers = new Set(ours.map(({ number }) => number));
      const other = otherSide(
        event,
        (number) => numbers.has(number),
        this.telephony.ownNumbers,
        this.settings.companyCountry,
      );
      if (other) await receiveEvent(tx, event, other, this.settings.companyTimeZone);
    });
  }

  async get(id: string, call: Call): Promise<PhoneCall> {
    const rung = await this.work.read(call, (tx) => tx.get(RungCall, id));
    return cardOf(this.work, rung, call, this.settings.companyTimeZone);
  }

  async list(request: ListPhoneCallsRequest, call: Call): Promise<ListPhoneCallsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, RungCall, 'rung_call', request, {
        fields,
        defaultOrder: 'ringTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { phoneCalls: rows.map((row) => ({ ...row, ...withoutCard })), ...page };
  }

  /**
   * Says whose call it was; where it is over, the talk is logged at once, or the call back planned, else when it ends. A
   * call that somebody settled in the tray meanwhile is logged there.
   */
  async choose(
    { id, customerId, contactId }: ChoosePhoneCallCustomerRequest,
    call: Call,
  ): Promise<PhoneCall> {
    const rung = await this.work.write(call, async (tx) => {
      const mine = await tx.get(RungCall, id);
      await tx.getParent(Customer, customerId);
      if (contactId && (await tx.find(Contact, contactId))?.customerId !== customerId) {
        throw refusedField('contactId', 'contact-of-another');
      }
      tx.audit({ action: 'choose', object: 'phone_call', objectId: id, changes: { customerId } });
      return mine;
    });
    // Calls are nobody's: their rows are written in the name of the service, after the person's right was checked.
    await this.work.write(serviceCall('customer', purpose), async (tx) => {
      const [known] = await tx.select(
        ExchangeCall,
        'r.id = $1',
        [rung.exchangeCallId],
        'FOR NO KEY UPDATE OF r',
      );
      if (!known) throw new AppError('not_found', 'rung-call-not-found');
      if (known.interactionId) {
        if (known.customerId === customerId) return;
        throw new AppError('conflict', 'phone-call-logged');
      }
      if ((await trayItem(tx, known.id))?.state === 'attached')
        throw new AppError('conflict', 'phone-call-logged');
      const chosen = { ...known, customerId, contactId };
      await tx.query('UPDATE exchange_call SET customer_id = $2, contact_id = $3 WHERE id = $1', [
        known.id,
        customerId,
        contactId ?? null,
      ]);
      const { personId } = call.caller;
      if (known.state === 'ended') await ended(tx, chosen, this.settings.companyTimeZone, personId);
      if (known.state === 'missed' && known.direction === 'inbound') await missed(tx, chosen, personId);
      await tellPhones(tx, known.id);
    });
    return this.get(id, call);
  }
}

const withoutCard = { matches: [], hiddenMatches: 0, newLeadPath: '' };

function eventIn(body: Buffer): CallEvent {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AppError('invalid', 'broken-json');
  }
  const parsed = callEventSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new AppError('invalid', 'telephony-event-invalid', { params: { detail } });
}
