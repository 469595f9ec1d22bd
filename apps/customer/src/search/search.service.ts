import { Inject, Injectable } from '@nestjs/common';
import type {
  SearchCustomersRequest,
  SearchCustomersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import type { SearchHit } from '@kontor/contracts/gen/kontor/customer/v1/search';
import type { Call } from '@kontor/access/call';
import { viewOf } from '@kontor/access/view';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { phoneNumber } from '../customer/rules/phone.js';
import { findHits, type HitPlan } from './find-hits.js';
import { fold } from './fold.js';
import { looksFor, nameKeyFor } from './rules/looks.js';
import { searchableLetters } from './rules/searchable.js';

/** Hits of a search where nobody says how many. */
const usualHits = 20;

/** Search in names, numbers, phones, e-mails and tax numbers of the customers and contacts that the caller reaches. */
@Injectable()
export class SearchService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry'>,
  ) {}

  search({ q, pageSize = usualHits }: SearchCustomersRequest, call: Call): Promise<SearchCustomersResponse> {
    return this.work.read(call, async (tx) => {
      const { owners, grantees } = tx.reach('customer');
      const theirs = owners === 'all' ? null : owners;
      const folded = await fold(tx, q, false);
      const wanted = { text: q, ...folded, phone: phoneNumber(q, this.settings.companyCountry) };
      const letters = searchableLetters(viewOf(call.caller));
      const looks = looksFor(wanted, letters);
      const plan: HitPlan = {
        columns: hitColumns,
        where: (params) => tx.visible(Customer, 'r', params),
        owners: theirs,
        grantees,
        most: pageSize,
      };
      const near = await findHits<SearchHit>(
        tx,
        looks.filter(({ tier }) => tier < 3),
        { ...plan, nameKey: nameKeyFor(q, letters) },
      );
      // What only has it somewhere within comes behind all others: not asked for where these fill the page.
      if (near.length >= pageSize) return { hits: near };
      const within = await findHits<SearchHit>(
        tx,
        looks.filter(({ tier }) => tier === 3),
        plan,
      );
      const known = new Set(near.map(idOf));
      return { hits: [...near, ...within.filter((hit) => !known.has(idOf(hit)))].slice(0, pageSize) };
    });
  }
}

const idOf = ({ contactId, customerId }: SearchHit): string => contactId ?? customerId;

const hitColumns = `
  CASE WHEN l.matched = 'name' AND k.id IS NOT NULL THEN 'contact_name' ELSE l.matched END AS matched, r.id AS "customerId", r.number AS "customerNumber", r.name AS "customerName", r.kind AS "customerKind",
  r.status, r.owner_id AS "ownerId", r.city, k.id AS "contactId", k.name AS "contactName", k.position`;
