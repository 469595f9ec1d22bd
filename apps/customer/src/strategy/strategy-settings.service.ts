import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateStrategySettingRequest,
  GetStrategyRequest,
  ListStrategySettingsRequest,
  ListStrategySettingsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { checkSetting } from './setting-check.js';
import { ofPerson, StrategyBook } from './strategy-book.js';
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
      await checkSetting(tx, { scope, scopeId, values });
      if (Date.parse(startTime) < Date.parse(tx.now) - tolerance)
        throw refusedField('startTime', 'strategy-in-past');
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
      const settings = this.book.at(tx.now);
      const lookup = this.book.lookup(settings);
      const of = ofPerson(tx, personId, productLine);
      const sources = [...lookup.sourcesOf(of)].map(([name, { id, scope, scopeId }]) => ({
        name,
        settingId: id,
        scope,
        scopeId,
      }));
      return { ...lookup.for(of), sources: { values: sources } };
    });
  }
}
