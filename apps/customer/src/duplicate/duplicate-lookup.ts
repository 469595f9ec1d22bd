import { Inject, Injectable } from '@nestjs/common';
import type {
  CheckDuplicatesRequest,
  CheckDuplicatesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/duplicate_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { phoneNumber } from '../customer/rules/phone.js';
import { compare, shownCandidates, visibleRows } from './duplicate-check.js';
import { candidatesOf } from './rules/candidates.js';
import { comparedKeys, customerKeys, motherKeys } from './rules/match-keys.js';
import { beyondReach, lookLeft, tellBeyondReach } from './told-beyond-reach.js';

/** Tells a form what a record would be a duplicate of. */
@Injectable()
export class DuplicateLookup {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry'>,
  ) {}

  /** Throws exhausted duplicate-look-limit to who was told of customers beyond reach as often as may be. */
  async check(request: CheckDuplicatesRequest, call: Call): Promise<CheckDuplicatesResponse> {
    const { phones, kind, customerId, ...rest } = request;
    const numbers = phones.flatMap((raw) => phoneNumber(raw, this.settings.companyCountry) ?? []);
    const known = numbers.map((number) => ({ raw: number, number, kind: 'other' as const }));
    const customer = { ...rest, kind: kind ?? 'company', phones: known };
    const keys = [...comparedKeys(customerKeys(customer), 'customer'), ...motherKeys(customer)];
    const { shown, foreign } = await this.work.read(call, async (tx) => {
      await lookLeft(tx);
      const { rows } = await compare(tx, keys, customerId);
      const candidates = candidatesOf(visibleRows(tx, rows), keys);
      const ids = candidates.map((candidate) => candidate.customerId);
      return { shown: shownCandidates(tx, candidates), foreign: await beyondReach(tx, ids) };
    });
    await tellBeyondReach(this.work, call, foreign, 'check');
    return { candidates: shown };
  }
}
