import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateAssignmentRuleRequest,
  ListAssignmentRulesRequest,
  ListAssignmentRulesResponse,
  UpdateAssignmentRuleRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { Call } from '@kontor/access/call';
import { tellFieldUse } from '@kontor/custom-fields/field-use';
import type { Transaction } from '@kontor/database/transaction';
import { expectEtag } from '@kontor/database/etag';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { CustomerFilters } from '../customer/customer-filters.js';
import { AssignmentRule } from './assignment-rule.entity.js';
import { checkNamed } from './named-check.js';

const message = 'kontor.customer.v1.AssignmentRule';
const fields = queryFields(contract.fields(message), { name: { nullable: false } });

/** Rules of assignment. */
@Injectable()
export class AssignmentRulesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ rule }: CreateAssignmentRuleRequest, call: Call): Promise<AssignmentRule> {
    return this.work.write(call, async (tx) => {
      const row = rule as AssignmentRule;
      this.check(row, row.filter, call);
      await checkNamed(tx, row);
      const created = tx.insert(AssignmentRule, { ...row, name: row.name.trim() });
      return tellUse(tx, created);
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
      this.check({ ...before, ...changes }, changes.filter, call);
      await checkNamed(tx, changes);
      return tellUse(tx, tx.update(AssignmentRule, before, changes), before);
    });
  }

  /**
   * Throws invalid for a filter that cannot be asked and for a rule that names nobody to choose, forbidden for a filter
   * that is given by what the caller does not see.
   */
  private check({ personIds, unitIds }: AssignmentRule, given: string | undefined, { caller }: Call): void {
    if (given) this.filters.readFor(caller, given);
    if (personIds.length > 0 || unitIds.length > 0) return;
    throw refusedField('personIds', 'assignment-rule-empty');
  }
}

function tellUse(tx: Transaction, rule: AssignmentRule, before?: AssignmentRule): AssignmentRule {
  const { id, version, name, filter } = rule;
  tellFieldUse(
    tx,
    { kind: 'assignment-rule', id, version, name, object: 'customer', filter },
    before?.filter,
  );
  return rule;
}
