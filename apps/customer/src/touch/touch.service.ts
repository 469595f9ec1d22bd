import { Inject, Injectable } from '@nestjs/common';
import type { Touch as TouchAnswer } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import type {
  CreateTouchRequest,
  ListTouchesRequest,
  ListTouchesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/touch_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { hasTakenPlace } from '../interaction/rules/next-contact.js';
import { customerAsParent } from '../merge/merged-into.js';
import { noteTouch } from './note-touch.js';
import { Touch } from './touch.entity.js';

const never = { nullable: false };
const fields = queryFields(contract.fields('kontor.customer.v1.Touch'), {
  id: never,
  channel: never,
  source: never,
  medium: never,
  campaign: never,
  touchTime: never,
  origin: never,
});

/** By which ways customers came to us after the first one, which is the customer's channel. */
@Injectable()
export class TouchService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ customerId, touch }: CreateTouchRequest, call: Call): Promise<TouchAnswer> {
    return this.work.write(call, async (tx) => {
      const customer = await customerAsParent(tx, customerId);
      const told = touch as TouchAnswer;
      if (!hasTakenPlace(told.touchTime ?? tx.now, tx.now)) throw refusedField('touchTime', 'talk-in-future');
      return noteTouch(tx, customer.id, told, { origin: 'person', personId: call.caller.personId });
    });
  }

  async list({ customerId, ...request }: ListTouchesRequest, call: Call): Promise<ListTouchesResponse> {
    return this.work.read(call, async (tx) => {
      const { channel } = await tx.get(Customer, customerId);
      const { rows, ...page } = await listRows(tx, Touch, 'touch', request, {
        fields,
        defaultOrder: 'touchTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.customer_id = $1', params: [customerId] },
      });
      return { touches: rows, ...page, firstChannel: channel };
    });
  }
}
