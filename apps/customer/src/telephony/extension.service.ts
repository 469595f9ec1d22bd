import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateExtensionRequest,
  ListExtensionsRequest,
  ListExtensionsResponse,
  UpdateExtensionRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Extension } from './extension.entity.js';

const message = 'kontor.customer.v1.Extension';
const fields = queryFields(contract.fields(message), {
  id: { nullable: false },
  number: { nullable: false },
  personId: { nullable: false },
});

/** Whose phone is whose. */
@Injectable()
export class ExtensionService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ extension }: CreateExtensionRequest, call: Call): Promise<Extension> {
    return this.work.write(call, async (tx) => {
      const row = extension as Extension;
      await checkPerson(tx, row.personId);
      return tx.insert(Extension, { ...row, number: row.number.trim() });
    });
  }

  get(id: string, call: Call): Promise<Extension> {
    return this.work.read(call, (tx) => tx.get(Extension, id));
  }

  async list(request: ListExtensionsRequest, call: Call): Promise<ListExtensionsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Extension, 'extension', request, {
        fields,
        defaultOrder: 'number',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { extensions: rows, ...page };
  }

  update({ id, extension, updateMask, etag }: UpdateExtensionRequest, call: Call): Promise<Extension> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Extension, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Extension>(message, extension as Extension | undefined, updateMask);
      if (changes.personId) await checkPerson(tx, changes.personId);
      if (changes.number) changes.number = changes.number.trim();
      return tx.update(Extension, before, changes);
    });
  }

  delete(id: string, call: Call): Promise<void> {
    return this.work.write(call, async (tx) => {
      tx.delete(Extension, await tx.getForUpdate(Extension, id));
    });
  }
}

async function checkPerson(tx: Transaction, personId: string): Promise<void> {
  const person = await tx.find(PersonCopy, personId);
  if (person && person.status !== 'left') return;
  throw refusedField('personId', 'person-unknown');
}
