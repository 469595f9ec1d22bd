import { Inject, Injectable } from '@nestjs/common';
import type {
  SearchPublicRequest,
  SearchPublicResponse,
  UpdatePublicSearchSettingRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import type { Call } from '@kontor/access/call';
import { viewOf } from '@kontor/access/view';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { asService } from '../customer/guardian.js';
import { phoneNumber } from '../customer/rules/phone.js';
import { findHits } from './find-hits.js';
import { fold } from './fold.js';
import { PublicSearchSetting, publicSearchSettingId } from './public-search-setting.entity.js';
import { looksFor, nameKeyFor, type Wanted } from './rules/looks.js';
import { publicHits, publicLetters, type PublicRow } from './rules/public-hit.js';
import { searchableLetters } from './rules/searchable.js';

const message = 'kontor.customer.v1.PublicSearchSetting';

/**
 * Search in the whole base for everybody who may: by few fields, a few hits at a time, a number of times a day, and
 * written down each time.
 */
@Injectable()
export class PublicSearchService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry' | 'companyTimeZone'>,
  ) {}

  async search(request: SearchPublicRequest, call: Call): Promise<SearchPublicResponse> {
    const { setting, folded } = await this.work.read(call, async (tx) => ({
      setting: await tx.get(PublicSearchSetting, publicSearchSettingId),
      folded: await fold(tx, request.q, true),
    }));
    const hits = await this.hits(request, folded, setting, call);
    // Nothing is answered before it is counted and written down: of two at once, the second waits for the first.
    return this.work.write(call, async (tx) => {
      const used = await this.count(tx, setting.dailyLimit);
      tx.audit({
        action: 'public-search',
        object: 'customer',
        objectId: '',
        changes: { q: request.q, found: hits.map(({ customerId }) => customerId) },
      });
      return { hits, searchesLeft: setting.dailyLimit - used };
    });
  }

  setting(call: Call): Promise<PublicSearchSetting> {
    return this.work.readOne(call, (tx) => tx.get(PublicSearchSetting, publicSearchSettingId));
  }

  changeSetting(
    { publicSearchSetting, updateMask, etag }: UpdatePublicSearchSettingRequest,
    call: Call,
  ): Promise<PublicSearchSetting> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(PublicSearchSetting, publicSearchSettingId);
      expectEtag(before, etag);
      const given = publicSearchSetting as PublicSearchSetting | undefined;
      return tx.update(
        PublicSearchSetting,
        before,
        maskedChanges<PublicSearchSetting>(message, given, updateMask),
      );
    });
  }

  /** Takes one search of the day. Throws exhausted public-search-limit where none is left. */
  private async count(tx: Transaction, limit: number): Promise<number> {
    const [row] = await tx.query<{ used: number }>(
      `INSERT INTO public_search_use AS u (person_id, day, used)
       VALUES ($1::uuid, (now() AT TIME ZONE $2)::date, 1)
       ON CONFLICT (person_id, day) DO UPDATE SET used = u.used + 1 WHERE u.used < $3::integer RETURNING used`,
      [tx.call.caller.personId, this.settings.companyTimeZone, limit],
    );
    if (!row) throw new AppError('exhausted', 'public-search-limit', { params: { limit } });
    return row.used;
  }

  private async hits(
    { q, pageSize }: SearchPublicRequest,
    folded: Pick<Wanted, 'folded' | 'words'>,
    { scope, fields, hitLimit }: PublicSearchSetting,
    call: Call,
  ) {
    const phone = phoneNumber(q, this.settings.companyCountry);
    const seen = searchableLetters(viewOf(call.caller));
    const letters = new Set([...publicLetters(fields)].filter((letter) => seen.has(letter)));
    const most = Math.min(pageSize ?? hitLimit, hitLimit);
    const looks = looksFor({ text: q, ...folded, phone }, letters);
    // Beyond reach by design: as the service, and only the columns that may be shown.
    const rows = await this.work.read(asService(call), (tx) =>
      findHits<PublicRow>(tx, looks, {
        columns,
        where: () =>
          scope === 'prospects' ? `r.status IN ('prospect', 'interested', 'negotiating')` : 'TRUE',
        owners: null,
        grantees: [],
        nameKey: nameKeyFor(q, letters),
        most: most * rowsOfOne,
      }),
    );
    const digits = [q, phone ?? ''].map((text) => text.normalize('NFKC').replace(/\D/g, '')).filter(Boolean);
    return publicHits(rows, fields, digits).slice(0, most);
  }
}

/** Rows looked at for each hit: a customer that is found by its contacts, too, has several. */
const rowsOfOne = 3;

const columns = `
  l.matched, r.id AS "customerId", r.number, r.name, r.owner_id AS "ownerId", r.reclaim_cause IS NOT NULL AS reclaimed,
  coalesce(r.freeze_until > now(), false) AS frozen, r.phones, r.emails, r.website, r.addresses, k.phones AS "contactPhones",
  (SELECT p.name FROM person_copy p WHERE p.id = r.owner_id) AS "ownerName"`;
