import { Inject, Injectable } from '@nestjs/common';
import type {
  Consent,
  ContactGuardSetting as SettingAnswer,
  ContactPreference as PreferenceAnswer,
  ContactVerdict,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type {
  CheckContactRequest,
  ListContactGuardSettingsResponse,
  ListContactPreferencesResponse,
  SetContactGuardSettingRequest,
  SetContactPreferenceRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { ContactGuardSetting, ContactPreference } from './contact-preference.entity.js';
import { findRefusals, toldTouch } from './touch-guard.js';

const wallTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How customers want to be reached, and what the company allows itself. */
@Injectable()
export class ContactGuardService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>,
  ) {}

  setPreference(
    { customerId, preference }: SetContactPreferenceRequest,
    call: Call,
  ): Promise<PreferenceAnswer> {
    return this.work.write(call, async (tx) => {
      // Locked, so that two who note something at once follow each other.
      await tx.getForUpdate(Customer, customerId);
      const { contactId, consents = [], doNotCall, timeZone } = preference as PreferenceAnswer;
      await checkContact(tx, customerId, contactId);
      const [before] = await tx.select(
        ContactPreference,
        'r.customer_id = $1 AND r.contact_id IS NOT DISTINCT FROM $2::uuid',
        [customerId, contactId ?? null],
      );
      const known = merged(tx, before?.consents ?? [], consents);
      if (!before)
        return tx.insert(ContactPreference, { customerId, contactId, consents: known, doNotCall, timeZone });
      return tx.update(ContactPreference, before, { consents: known, doNotCall, timeZone });
    });
  }

  preferences(customerId: string, call: Call): Promise<ListContactPreferencesResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return this.preferencesIn(tx, customerId);
    });
  }

  /** How a customer that is looked at in the same transaction wants to be reached. */
  async preferencesIn(tx: Transaction, customerId: string): Promise<ListContactPreferencesResponse> {
    const preferences = await tx.select(
      ContactPreference,
      'r.customer_id = $1',
      [customerId],
      'ORDER BY r.contact_id NULLS FIRST',
    );
    return { preferences };
  }

  check({ id, channel, contactId }: CheckContactRequest, call: Call): Promise<ContactVerdict> {
    if (channel === 'any') throw refusedField('channel', 'guard-channel-any');
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, id);
      await checkContact(tx, id, contactId);
      const asked = { customerId: id, contactId, time: tx.now };
      const { refusals, last } = await findRefusals(tx, asked, [channel], this.settings.companyTimeZone);
      const against = refusals.flat();
      const { name } = await toldTouch(tx, last);
      return {
        allowed: against.length === 0,
        refusals: against,
        ...(last && {
          lastTouchPersonId: last.authorId,
          lastTouchTime: new Date(last.talkTime).toISOString(),
          lastTouchManner: last.manner,
        }),
        ...(name && { lastTouchPersonName: name }),
      };
    });
  }

  guardSettings(call: Call): Promise<ListContactGuardSettingsResponse> {
    return this.work.readOne(call, async (tx) => ({
      settings: await tx.select(ContactGuardSetting, 'TRUE', [], 'ORDER BY r.channel'),
    }));
  }

  setGuardSetting({ setting }: SetContactGuardSettingRequest, call: Call): Promise<SettingAnswer> {
    return this.work.write(call, async (tx) => {
      const { channel, mostTouches, periodDays, quietStart, quietEnd, consentNeeded } =
        setting as SettingAnswer;
      const quiet = { quietStart, quietEnd };
      const night = quietStart !== '' || quietEnd !== '';
      for (const [field, value] of Object.entries(quiet)) {
        // A night without an end would be none, and nobody would be told.
        if (night && value === '') throw refusedField(field, 'guard-wall-time');
        if (value !== '' && channel === 'any') throw refusedField(field, 'guard-any-touches');
        if (value !== '' && !wallTime.test(value)) throw refusedField(field, 'guard-wall-time');
      }
      if (consentNeeded && channel === 'any') throw refusedField('consentNeeded', 'guard-any-touches');
      // Of two who set a channel first at once the second one finds what the first one wrote.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('contact_guard_setting ' || $1, 0))`, [
        channel,
      ]);
      const values = { mostTouches, periodDays, quietStart, quietEnd, consentNeeded };
      const [before] = await tx.select(
        ContactGuardSetting,
        'r.channel = $1',
        [channel],
        'FOR NO KEY UPDATE OF r',
      );
      return before
        ? tx.update(ContactGuardSetting, before, values)
        : tx.insert(ContactGuardSetting, { channel, ...values });
    });
  }
}

/** What is known of each channel: the newest word that is told, and what was known of the others. */
function merged(tx: Transaction, before: readonly Consent[], told: readonly Consent[]): Consent[] {
  const authorId = tx.call.caller.personId;
  const news = told.map(({ channel, state, source, time }) => ({
    channel,
    state,
    source,
    time: time ?? tx.now,
    authorId,
  }));
  const named = new Set(news.map(({ channel }) => channel));
  if (named.size !== news.length) throw refusedField('consents', 'guard-channel-twice');
  if (named.has('any')) throw refusedField('consents', 'guard-channel-any');
  return [...before.filter(({ channel }) => !named.has(channel)), ...news];
}

async function checkContact(tx: Transaction, customerId: string, contactId?: string): Promise<void> {
  if (!contactId) return;
  const contact = await tx.find(Contact, contactId);
  if (contact?.customerId !== customerId) throw refusedField('contactId', 'contact-of-another');
}
