import { Inject, Injectable } from '@nestjs/common';
import type { Import as ImportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type {
  ListImportsRequest,
  ListImportsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { importAnswer } from './import-answer.js';
import { Import } from './import.entity.js';
import { importMayBecome } from './rules/import-state.js';

const fields = queryFields(contract.fields('kontor.customer.v1.Import'), {
  id: { nullable: false },
  source: { nullable: false },
  state: { nullable: false },
  createTime: { nullable: false },
});

/** Until when what an import did can be undone. */
function weekAfter(time: string): string {
  return new Date(Date.parse(time) + 7 * 86_400_000).toISOString();
}

/** Imports as the person sees them who started them: progress, and a way to stop. */
@Injectable()
export class ImportService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async get(id: string, call: Call): Promise<ImportAnswer> {
    return importAnswer(await this.work.read(call, (tx) => tx.get(Import, id)), call.language);
  }

  async list(request: ListImportsRequest, call: Call): Promise<ListImportsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Import, 'import', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { imports: rows.map((row) => importAnswer(row, call.language)), ...page };
  }

  /** Stops a run at its next batch; customers already made stay. Cancelling again changes nothing. */
  cancel(id: string, call: Call): Promise<ImportAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Import, id);
      if (before.state === 'cancelled') return importAnswer(before, call.language);
      if (!importMayBecome(before.state, 'cancelled')) throw new AppError('conflict', 'import-ended');
      const after = tx.update(Import, before, {
        state: 'cancelled',
        endTime: tx.now,
        ...(!before.dryRun && { undoUntil: weekAfter(tx.now) }),
      });
      tx.audit({ action: 'cancel', object: 'import', objectId: id, version: after.version });
      return importAnswer(after, call.language);
    });
  }
}
