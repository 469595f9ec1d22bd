import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateStrategySettingRequest,
  GetStrategyRequest,
  ListStrategySettingsRequest,
  ListStrategySettingsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { StrategyScope, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { UnitCopy } from '@kontor/people/unit-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Pool } from '../pool/pool.entity.js';
import { StrategyBook } from './strategy-book.js';
import { StrategySetting } from './strategy-setting.entity.js';
import { StrategyJob } from './strategy.job.js';

const fields = queryFields(contract.fields('kontor.customer.v1.StrategySetting'), {
  scope: { nullable: false },
  scopeId: { nullable: false },
  startTime: { nullable: false },
});

/** A clock of a caller may be so many milliseconds behind ours. */
const tolerance = 60_000;

/** Settings of strategies: added, never changed. */
@Injectable()
export class StrategySettingsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
    private readonly job: StrategyJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async create({ setting }: CreateStrategySettingRequest, call: Call): Promise<StrategySetting> {
    const stored = await this.work.write(call, async (tx) => {
      const { scope = 'company', scopeId = '', values = {}, startTime = tx.now, reason = '' } = setting ?? {};
      await checkScope(tx, scope, scopeId, values);
      if (Date.parse(startTime) < Date.parse(tx.now) - tolerance)
        throw refused('startTime', 'strategy-in-past');
      const authorId = call.caller.personId;
      const row = { scope, scopeId, values, reason, authorId };
      return tx.insert(StrategySetting, { ...row, startTime, createTime: tx.now });
    });
    await this.book.refresh();
    this.job.wake();
    return stored;
  }

  async list(request: ListStrategySettingsRequest, call: Call): Promise<ListStrategySettingsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, StrategySetting, 'strategy_setting', request, {
        fields,
        defaultOrder: 'startTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { settings: rows, ...page };
  }

  /** The values for a person in the caller's reach. */
  get({ personId, productLine }: GetStrategyRequest, call: Call): Promise<StrategyValues> {
    return this.work.read(call, async (tx) => {
      if (!tx.reachesOwner('customer', personId)) throw new AppError('forbidden', 'person-out-of-reach');
      if (!(await tx.find(PersonCopy, personId))) throw new AppError('not_found', 'person-not-found');
      return this.book.strategyOf(tx, personId, productLine);
    });
  }
}

/** Throws invalid for a scope that is not there: a typing error would switch nothing on, and nobody would notice. */
export async function checkScope(
  tx: Transaction,
  scope: StrategyScope,
  scopeId: string,
  { poolId }: StrategyValues,
): Promise<void> {
  const known = {
    company: () => scopeId === '',
    product_line: () => scopeId !== '',
    role: () => tx.organisation.hasRole(scopeId),
    unit: async () => isUuid(scopeId) && (await tx.find(UnitCopy, scopeId))?.deleted === false,
    person: async () => isUuid(scopeId) && (await tx.find(PersonCopy, scopeId)) !== undefined,
  };
  if (!(await known[scope]())) throw refused('scopeId', 'strategy-scope-unknown');
  if (poolId && !(await tx.find(Pool, poolId))) throw refused('values.poolId', 'pool-not-found');
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

function refused(field: string, reason: string): AppError {
  return new AppError('invalid', 'invalid-request', { fields: [{ field, reason }] });
}
