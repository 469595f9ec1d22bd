import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateAssignmentRuleRequest,
  ListAssignmentRulesRequest,
  ListAssignmentRulesResponse,
  UpdateAssignmentRuleRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { parseFilter } from '@kontor/query/filter';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields } from '../customer/customer-fields.js';
import { AssignmentRule } from './assignment-rule.entity.js';

const message = 'kontor.customer.v1.AssignmentRule';
const fields = queryFields(contract.fields(message), { name: { nullable: false } });

/** Rules of assignment. */
@Injectable()
export class AssignmentRulesService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ rule }: CreateAssignmentRuleRequest, call: Call): Promise<AssignmentRule> {
    return this.work.write(call, async (tx) => {
      const row = rule as AssignmentRule;
      check(row);
      return Promise.resolve(tx.insert(AssignmentRule, { ...row, name: row.name.trim() }));
    });
  }

  get(id: string, call: Call): Promise<AssignmentRule> {
    return this.work.read(call, (tx) => tx.get(AssignmentRule, id));
  }

  async list(request: ListAssignmentRulesRequest, call: Call): Promise<ListAssignmentRulesResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, AssignmentRule, 'assignment_rule', request, {
        fields,
        defaultOrder: 'place',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { rules: rows, ...page };
  }

  update({ id, rule, updateMask, etag }: UpdateAssignmentRuleRequest, call: Call): Promise<AssignmentRule> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(AssignmentRule, id);
      expectEtag(before, etag);
      const changes = maskedChanges<AssignmentRule>(message, rule as AssignmentRule | undefined, updateMask);
      check({ ...before, ...changes });
      return tx.update(AssignmentRule, before, changes);
    });
  }
}

/** Throws invalid for a filter that cannot be asked, and for a rule that names nobody to choose. */
function check({ filter, personIds, unitIds }: AssignmentRule): void {
  if (filter) parseFilter(filter, customerFields);
  if (personIds.length > 0 || unitIds.length > 0) return;
  throw new AppError('invalid', 'invalid-request', {
    fields: [{ field: 'personIds', reason: 'assignment-rule-empty' }],
  });
}
