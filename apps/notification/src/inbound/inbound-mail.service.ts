import { Inject, Injectable } from '@nestjs/common';
import type { InboundMail as InboundMailAnswer } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import type {
  ListInboundMailsRequest,
  ListInboundMailsResponse,
} from '@kontor/contracts/gen/kontor/notification/v1/mail_drop_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { InboundMail } from './inbound-mail.entity.js';
import { InboundMailJob } from './inbound-mail.job.js';

const never = { nullable: false };
const fields = queryFields(contract.fields('kontor.notification.v1.InboundMail'), {
  id: never,
  recipient: never,
  sender: never,
  state: never,
  reason: never,
  createTime: never,
});

/** What came in, for who looks after the drops. */
@Injectable()
export class InboundMailService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: InboundMailJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async list(request: ListInboundMailsRequest, call: Call): Promise<ListInboundMailsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, InboundMail, 'inbound_mail', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { inboundMails: rows, ...page };
  }

  /** Has a message read again that failed. Throws conflict inbound-mail-settled for any other. */
  async retry(id: string, call: Call): Promise<InboundMailAnswer> {
    const mail = await this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(InboundMail, id);
      if (before.state !== 'failed') throw new AppError('conflict', 'inbound-mail-settled');
      await tx.query(`UPDATE inbound_mail SET next_time = now() WHERE id = $1`, [id]);
      tx.audit({ action: 'retry', object: 'inbound_mail', objectId: id });
      return tx.update(InboundMail, before, { state: 'received', reason: '', attempts: 0 });
    });
    this.job.wake();
    return mail;
  }
}
