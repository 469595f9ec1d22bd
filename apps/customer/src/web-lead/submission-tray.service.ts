import { Inject, Injectable } from '@nestjs/common';
import type {
  WebSubmission as SubmissionAnswer,
  WebSubmissionState,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type {
  AcceptWebSubmissionRequest,
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
import { knownPhones } from '../customer/rules/phone.js';
import { compare, shownCandidates } from '../duplicate/duplicate-check.js';
import { candidatesOf, type FoundCandidate } from '../duplicate/rules/candidates.js';
import { comparedKeys, contactKeys, customerKeys } from '../duplicate/rules/match-keys.js';
import { dropFiles } from '../mail-file/mail-file.js';
import { contactOf, customerOf } from './rules/prospect-of-answers.js';
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
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyCountry'>,
  ) {}

  async list(request: ListWebSubmissionsRequest, call: Call): Promise<ListWebSubmissionsResponse> {
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, WebSubmission, 'web_submission', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      });
      const seen = await withSeenCustomers(tx, rows);
      return { webSubmissions: seen.map((row) => ({ ...row, candidates: [] })), ...page };
    });
  }

  get(id: string, call: Call): Promise<SubmissionAnswer> {
    return this.work.read(call, async (tx) => {
      const row = await tx.get(WebSubmission, id);
      const [submission = row] = await withSeenCustomers(tx, [row]);
      const candidates = isOpen(row) ? await this.candidates(tx, row) : [];
      return { ...submission, candidates: shownCandidates(tx, candidates) } as SubmissionAnswer;
    });
  }

  /**
   * What is made of it, the job makes. A chosen customer is one whom the caller may change, or one that has what was
   * filled in: the answers say whose they are. Throws not_found customer-not-found for any other.
   */
  async accept({ id, customerId }: AcceptWebSubmissionRequest, call: Call): Promise<SubmissionAnswer> {
    const accepted = await this.settle(id, call, async (tx, before) => {
      if (customerId && !(await this.mayBeOf(tx, before, customerId)))
        throw new AppError('not_found', 'customer-not-found');
      return { state: 'received', accepted: true, chosenId: customerId, nextTime: undefined };
    });
    this.job.wake();
    return accepted;
  }

  discard(id: string, call: Call): Promise<SubmissionAnswer> {
    return this.settle(id, call, async (tx, { mail, tokenId }) => {
      if (mail) await dropFiles(tx, tokenId);
      return { state: 'discarded' };
    });
  }

  private settle(
    id: string,
    call: Call,
    changes: (
      tx: Transaction,
      before: WebSubmission,
    ) => Partial<WebSubmission> | Promise<Partial<WebSubmission>>,
  ): Promise<SubmissionAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(WebSubmission, id);
      if (!isOpen(before)) throw new AppError('conflict', 'web-submission-settled');
      const after = tx.update(WebSubmission, before, await changes(tx, before));
      return { ...after, candidates: [] } as SubmissionAnswer;
    });
  }

  private async mayBeOf(tx: Transaction, submission: WebSubmission, customerId: string): Promise<boolean> {
    const [writable] = await tx.select(Customer, 'r.id = $1', [customerId], 'FOR KEY SHARE OF r');
    if (writable) return true;
    const candidates = await this.candidates(tx, submission);
    return candidates.some((candidate) => candidate.customerId === customerId);
  }

  /** Every customer that has something in common with what was filled in, also out of the caller's sight. */
  private async candidates(tx: Transaction, { answers }: WebSubmission): Promise<FoundCandidate[]> {
    const known = { source: '', channel: 'unknown' } as const;
    const country = this.settings.companyCountry;
    const numbered = <R extends { phones: Customer['phones'] }>(record: R): R => ({
      ...record,
      phones: knownPhones(record.phones, country),
    });
    const contact = contactOf(answers);
    const keys = [
      ...comparedKeys(customerKeys(numbered(customerOf(answers, known) as Customer)), 'customer'),
      ...(contact ? comparedKeys(contactKeys(numbered(contact)), 'contact') : []),
    ];
    const { rows } = await compare(tx, keys);
    return candidatesOf(rows, keys);
  }
}

const isOpen = ({ state }: WebSubmission): boolean => open.includes(state);

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
