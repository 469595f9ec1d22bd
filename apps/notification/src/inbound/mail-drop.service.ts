import { Inject, Injectable } from '@nestjs/common';
import type { MailDrop as MailDropAnswer } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import type {
  CreateMailDropRequest,
  ListMailDropsRequest,
  ListMailDropsResponse,
  UpdateMailDropRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/mail_drop_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { INBOUND, type InboundSettings } from './config.js';
import { MailDrop } from './mail-drop.entity.js';
import { isLocalPart } from './rules/local-part.js';

const message = 'kontor.notification.v1.MailDrop';
const never = { nullable: false };
const fields = queryFields(contract.fields(message), {
  id: never,
  localPart: never,
  purpose: never,
  source: never,
  campaign: never,
  createTime: never,
});

/** Addresses that mail may be sent to. */
@Injectable()
export class MailDropService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
    @Inject(INBOUND) private readonly inbound: InboundSettings | undefined,
  ) {}

  create({ mailDrop }: CreateMailDropRequest, call: Call): Promise<MailDropAnswer> {
    return this.work.write(call, (tx) => {
      const drop = mailDrop as MailDropAnswer;
      const { localPart, purpose, source, campaign, closed } = drop;
      const row = { localPart: named(localPart), purpose, source, campaign, closed };
      return Promise.resolve(this.shown(tx.insert(MailDrop, row)));
    });
  }

  async list(request: ListMailDropsRequest, call: Call): Promise<ListMailDropsResponse> {
    const { secret } = this.settings;
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, MailDrop, 'mail_drop', request, {
        fields,
        defaultOrder: 'localPart',
        method: call.method,
        secret,
      }),
    );
    return { mailDrops: rows.map((row) => this.shown(row)), ...page };
  }

  update({ id, mailDrop, updateMask, etag }: UpdateMailDropRequest, call: Call): Promise<MailDropAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(MailDrop, id);
      expectEtag(before, etag);
      const changes = maskedChanges<MailDrop>(message, mailDrop as MailDrop | undefined, updateMask);
      if (changes.localPart !== undefined) changes.localPart = named(changes.localPart);
      return this.shown(tx.update(MailDrop, before, changes));
    });
  }

  private shown(drop: MailDrop): MailDropAnswer {
    return { ...drop, address: this.inbound ? `${drop.localPart}@${this.inbound.domain}` : '' };
  }
}

function named(localPart: string): string {
  const name = localPart.trim().toLowerCase();
  if (!isLocalPart(name)) throw refusedField('localPart', 'mail-drop-name');
  return name;
}
