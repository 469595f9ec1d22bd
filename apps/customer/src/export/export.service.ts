import { Inject, Injectable } from '@nestjs/common';
import type { Export as ExportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/export';
import type {
  CreateExportRequest,
  ListExportsRequest,
  ListExportsResponse,
  ReadExportChunkRequest,
  ReadExportChunkResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/export_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { MissingObject, type Store } from '@kontor/files/store';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { EXPORT_STORE } from './config.js';
import { exportAnswer } from './export-answer.js';
import { checkHanding } from './export-handing.js';
import { newExport } from './export-order.js';
import { Export } from './export.entity.js';
import { ExportJob } from './export.job.js';
import { exportAudit } from './rules/export-audit.js';
import { exportMayBecome } from './rules/export-state.js';

const fields = queryFields(contract.fields('kontor.customer.v1.Export'), {
  id: { nullable: false },
  object: { nullable: false },
  state: { nullable: false },
  createTime: { nullable: false },
});

/** Exports that one person may have under way at the same time. */
const mostUnderWay = 5;
/** Bytes that are handed out at once. */
const chunkSize = 1024 * 1024;

/** Exports as the person sees them who starts them: progress, a way to stop, the file. */
@Injectable()
export class ExportService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customFields: CustomFields,
    private readonly job: ExportJob,
    @Inject(EXPORT_STORE) private readonly store: Store,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async create({ export: wanted }: CreateExportRequest, call: Call): Promise<ExportAnswer> {
    const row = newExport(wanted as ExportAnswer, this.customFields, this.settings.secret, call);
    const answer = await this.work.write(call, async (tx) => {
      const [busy] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM export WHERE person_id = $1 AND state IN ('waiting', 'running')`,
        [call.caller.personId],
      );
      if ((busy?.count ?? 0) >= mostUnderWay)
        throw new AppError('exhausted', 'export-too-many', { params: { max: mostUnderWay } });
      const created = tx.insert(Export, row);
      const { id: objectId, version } = created;
      tx.audit({ action: 'start', object: 'export', objectId, version, changes: exportAudit(created) });
      return exportAnswer(created, call.language);
    });
    this.job.wake();
    return answer;
  }

  async get(id: string, call: Call): Promise<ExportAnswer> {
    return exportAnswer(await this.work.readOne(call, (tx) => tx.get(Export, id)), call.language);
  }

  async list(request: ListExportsRequest, call: Call): Promise<ListExportsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Export, 'export', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { exports: rows.map((row) => exportAnswer(row, call.language)), ...page };
  }

  /** Stops an export at its next page. Cancelling again changes nothing. */
  cancel(id: string, call: Call): Promise<ExportAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Export, id);
      if (before.state === 'cancelled') return exportAnswer(before, call.language);
      if (!exportMayBecome(before.state, 'cancelled')) throw new AppError('conflict', 'export-ended');
      const after = tx.update(Export, before, { state: 'cancelled', endTime: tx.now });
      const { version } = after;
      tx.audit({ action: 'cancel', object: 'export', objectId: id, version, changes: exportAudit(after) });
      return exportAnswer(after, call.language);
    });
  }

  /**
   * A piece of the file. Throws conflict export-no-file, forbidden where its maker may see less by now, unavailable where
   * the store does not have it.
   */
  async chunk({ id, offset }: ReadExportChunkRequest, call: Call): Promise<ReadExportChunkResponse> {
    const run = await this.work.readOne(call, (tx) => tx.get(Export, id));
    const { state, file, expireTime } = run;
    if (state !== 'done' || file === '' || !expireTime || Date.parse(expireTime) <= Date.now())
      throw new AppError('conflict', 'export-no-file');
    const { work, customFields, settings } = this;
    await checkHanding({ work, customFields, secret: settings.secret }, run);
    try {
      return { data: (await this.store.read(file, Number(offset), chunkSize)).toString('base64') };
    } catch (cause) {
      if (!(cause instanceof MissingObject)) throw cause;
      throw new AppError('unavailable', 'export-file-elsewhere', { cause, retryAfterSeconds: 30 });
    }
  }
}
