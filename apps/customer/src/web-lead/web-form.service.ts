import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { WebAnswers, WebFormPage } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type {
  CreateWebFormRequest,
  ListWebFormsRequest,
  ListWebFormsResponse,
  SubmitWebFormRequest,
  SubmitWebFormResponse,
  UpdateWebFormRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { asService } from '../customer/guardian.js';
import { ownerAssignable } from '../customer/owner.js';
import { isPhone } from '../customer/rules/phone.js';
import { formToken, readFormToken } from './rules/form-token.js';
import { spamFrom, spamScore } from './rules/spam-score.js';
import { WebForm } from './web-form.entity.js';
import { WebLeadJob } from './web-lead.job.js';
import { WebSubmission } from './web-submission.entity.js';

const message = 'kontor.customer.v1.WebForm';
const fields = queryFields(contract.fields(message), { id: { nullable: false }, name: { nullable: false } });

/** Web forms: kept by administrators, filled in by strangers. */
@Injectable()
export class WebFormService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: WebLeadJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyCountry'>,
  ) {}

  create({ webForm }: CreateWebFormRequest, call: Call): Promise<WebForm> {
    return this.work.write(call, async (tx) => {
      const row = { ...(webForm as WebForm) };
      row.channel ??= 'website';
      checkConsent(row);
      if (row.ownerId) await ownerAssignable(tx, row.ownerId, 'transfer');
      return tx.insert(WebForm, row);
    });
  }

  async list(request: ListWebFormsRequest, call: Call): Promise<ListWebFormsResponse> {
    const { secret } = this.settings;
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, WebForm, 'web_form', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret,
      }),
    );
    return { webForms: rows, ...page };
  }

  update({ id, webForm, updateMask, etag }: UpdateWebFormRequest, call: Call): Promise<WebForm> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(WebForm, id);
      expectEtag(before, etag);
      const changes = maskedChanges<WebForm>(message, webForm as WebForm | undefined, updateMask);
      checkConsent({ ...before, ...changes });
      if (changes.ownerId) await ownerAssignable(tx, changes.ownerId, 'transfer');
      return tx.update(WebForm, before, changes);
    });
  }

  async page(id: string, call: Call): Promise<WebFormPage> {
    const form = await this.work.read(asService(call), (tx) => openForm(tx, id));
    const { name, requiredFields, allowedOrigins, consentChannels, consentText } = form;
    const token = formToken(this.settings.secret, id, { id: uuidv7(), time: Date.now() }, consentShown(form));
    return { id, name, requiredFields, allowedOrigins, token, consentChannels, consentText };
  }

  /** Keeps what was sent; a job makes a prospect or a talk of it. The answer is the same whatever that will be. */
  async submit(request: SubmitWebFormRequest, call: Call): Promise<SubmitWebFormResponse> {
    const { id, token, answers, visit, consent } = request;
    const given = answers as WebAnswers;
    await this.work.write(asService(call), async (tx) => {
      const form = await openForm(tx, id);
      const known = readFormToken(this.settings.secret, id, token, Date.parse(tx.now), consentShown(form));
      if (!known) throw refusedField('token', 'web-form-token');
      if (consent && form.consentChannels.length === 0) throw refusedField('consent', 'web-form-no-consent');
      this.check(form, given);
      await this.count(tx, form, call.address ?? '');
      const score = spamScore(given, Date.parse(tx.now) - known.time);
      const suspicion = score >= spamFrom ? 'spam' : undefined;
      tx.insert(WebSubmission, {
        formId: id,
        tokenId: known.id,
        answers: given,
        state: suspicion ?? 'received',
        reason: suspicion,
        spamScore: score,
        accepted: false,
        visit,
        consentChannels: consent ? form.consentChannels : [],
        consentText: consent ? form.consentText : '',
        fault: '',
        attempts: 0,
      });
    });
    this.job.wake();
    return { received: true };
  }

  private check({ requiredFields }: WebForm, answers: WebAnswers): void {
    const empty = requiredFields.find((field) => !answers[field].trim());
    if (empty) throw refusedField(`answers.${empty}`, 'required');
    if (!answers.phone && !answers.email) throw refusedField('answers.email', 'required');
    if (answers.phone && !isPhone(answers.phone, this.settings.companyCountry)) {
      throw refusedField('answers.phone', 'not-a-phone');
    }
  }

  /** Of an address only a keyed hash is kept. Throws exhausted web-form-limit. */
  private async count(tx: Transaction, { id, hourlyLimit }: WebForm, address: string): Promise<void> {
    const hashed = createHmac('sha256', this.settings.secret)
      .update(`web-form ${address}`)
      .digest('base64url');
    const [row] = await tx.query(
      `INSERT INTO web_form_use AS u (form_id, address, hour, used) VALUES ($1::uuid, $2, date_trunc('hour', now()), 1)
       ON CONFLICT (form_id, address, hour) DO UPDATE SET used = u.used + 1 WHERE u.used < $3::integer RETURNING used`,
      [id, hashed, hourlyLimit],
    );
    if (!row) throw new AppError('exhausted', 'web-form-limit', { retryAfterSeconds: 3600 });
  }
}

/** What a page of the form asks consent to, in one text; empty where it asks none. */
function consentShown({ consentChannels, consentText }: WebForm): string {
  return consentChannels.length === 0 ? '' : `${consentChannels.join(',')} ${consentText}`;
}

function checkConsent({ consentChannels, consentText }: WebForm): void {
  if (new Set(consentChannels).size !== consentChannels.length)
    throw refusedField('consentChannels', 'guard-channel-twice');
  if (consentChannels.includes('any')) throw refusedField('consentChannels', 'guard-channel-any');
  if (consentChannels.length > 0 && consentText.trim() === '') throw refusedField('consentText', 'required');
}

async function openForm(tx: Transaction, id: string): Promise<WebForm> {
  const form = await tx.get(WebForm, id);
  if (form.closed) throw new AppError('not_found', 'web-form-not-found');
  return form;
}
