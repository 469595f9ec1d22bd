import { Inject, Injectable } from '@nestjs/common';
import type {
  CountOutcomesRequest,
  CountOutcomesResponse,
  CreateOutcomeTemplateRequest,
  ListOutcomeTemplatesRequest,
  ListOutcomeTemplatesResponse,
  OutcomeCount,
  UpdateOutcomeTemplateRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/outcome_template_service';
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
import { Interaction } from '../interaction/interaction.entity.js';
import { OutcomeTemplate } from './outcome-template.entity.js';

const message = 'kontor.customer.v1.OutcomeTemplate';
const fields = queryFields(contract.fields(message), { id: { nullable: false }, place: { nullable: false } });

const day = 24 * 60 * 60 * 1000;
/** Days of talks that are counted where nobody says. */
const usualDays = 30;
/** Days of talks that are counted at most: the count reads an index of the period. */
const mostDays = 92;

/** Ready outcomes of talks. */
@Injectable()
export class OutcomeTemplateService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ outcomeTemplate }: CreateOutcomeTemplateRequest, call: Call): Promise<OutcomeTemplate> {
    return this.work.write(call, (tx) =>
      Promise.resolve(tx.insert(OutcomeTemplate, outcomeTemplate as OutcomeTemplate)),
    );
  }

  get(id: string, call: Call): Promise<OutcomeTemplate> {
    return this.work.read(call, (tx) => tx.get(OutcomeTemplate, id));
  }

  async list(request: ListOutcomeTemplatesRequest, call: Call): Promise<ListOutcomeTemplatesResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, OutcomeTemplate, 'outcome_template', request, {
        fields,
        defaultOrder: 'place',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { outcomeTemplates: rows, ...page };
  }

  update(
    { id, outcomeTemplate, updateMask, etag }: UpdateOutcomeTemplateRequest,
    call: Call,
  ): Promise<OutcomeTemplate> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(OutcomeTemplate, id);
      expectEtag(before, etag);
      const changes = maskedChanges<OutcomeTemplate>(
        message,
        outcomeTemplate as OutcomeTemplate | undefined,
        updateMask,
      );
      return tx.update(OutcomeTemplate, before, changes);
    });
  }

  /** How often each was ticked in talks that the caller may see. */
  count({ startTime, endTime }: CountOutcomesRequest, call: Call): Promise<CountOutcomesResponse> {
    return this.work.read(call, async (tx) => {
      const end = endTime ?? tx.now;
      const start = startTime ?? new Date(Date.parse(end) - usualDays * day).toISOString();
      if (Date.parse(end) - Date.parse(start) > mostDays * day) {
        throw refusedField('startTime', 'period-too-long', { max: mostDays });
      }
      const params: unknown[] = [start, end];
      const counts = await tx.query<OutcomeCount>(
        `SELECT outcome_template_id AS "outcomeTemplateId", manner, count(*)::int AS count FROM interaction r
         WHERE outcome_template_id IS NOT NULL AND talk_time >= $1 AND talk_time < $2
           AND ${tx.visible(Interaction, 'r', params)}
         GROUP BY outcome_template_id, manner ORDER BY count(*) DESC, outcome_template_id, manner`,
        params,
      );
      return { counts };
    });
  }
}
