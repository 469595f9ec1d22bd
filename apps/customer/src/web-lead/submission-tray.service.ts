import { Inject, Injectable } from '@nestjs/common';
import type { WebSubmissionState } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type {
  ListWebSubmissionsRequest,
  ListWebSubmissionsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { WebLeadJob } from './web-lead.job.js';
import { WebSubmission } from './web-submission.entity.js';

const fields = queryFields(contract.fields('kontor.customer.v1.WebSubmission'), {
  id: { nullable: false },
  state: { nullable: false },
});

/** States out of which somebody may settle a submission. */
const open: readonly WebSubmissionState[] = ['spam', 'review'];

/** The tray of what web forms brought. */
@Injectable()
export class SubmissionTrayService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: WebLeadJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async list(request: ListWebSubmissionsRequest, call: Call): Promise<ListWebSubmissionsResponse> {
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, WebSubmission, 'web_submission', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      });
      return { webSubmissions: await withSeenCustomers(tx, rows), ...page };
    });
  }

  async accept(id: string, call: Call): Promise<WebSubmission> {
    const accepted = await this.settle(id, { state: 'received', accepted: true }, call);
    this.job.wake();
    return accepted;
  }

  discard(id: string, call: Call): Promise<WebSubmission> {
    return this.settle(id, { state: 'discarded' }, call);
  }

  private settle(id: string, changes: Partial<WebSubmission>, call: Call): Promise<WebSubmission> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(WebSubmission, id);
      if (!open.includes(before.state)) throw new AppError('conflict', 'web-submission-settled');
      return tx.update(WebSubmission, before, changes);
    });
  }
}

/** The submissions without the ids of customers that the caller does not see: that one is known is theirs to know. */
async function withSeenCustomers(tx: Transaction, rows: readonly WebSubmission[]): Promise<WebSubmission[]> {
  const ids = rows.flatMap(({ customerId }) => customerId ?? []);
  if (ids.length === 0) return [...rows];
  const seen = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  const known = new Set(seen.map(({ id }) => id));
  return rows.map((row) =>
    row.customerId && !known.has(row.customerId) ? { ...row, customerId: undefined } : row,
  );
}
