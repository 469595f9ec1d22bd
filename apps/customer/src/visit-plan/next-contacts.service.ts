import { Inject, Injectable } from '@nestjs/common';
import type {
  ListNextContactsRequest,
  ListNextContactsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { listRows } from '@kontor/query/list-rows';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { actingPerson } from '../customer/acting-person.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { dueOf, spanOf } from './rules/next-contact-due.js';

/** Whom to contact: what is overdue stays until somebody logs a talk or moves the date. */
@Injectable()
export class NextContactsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  list({ due, team, ...request }: ListNextContactsRequest, call: Call): Promise<ListNextContactsResponse> {
    const { timeZone } = call.caller;
    const personId = actingPerson(call.caller);
    return this.work.read(call, async (tx) => {
      const { after, before } = spanOf(due, tx.now, timeZone);
      const params: unknown[] = [before];
      const conditions = ['r.next_contact_time < $1::timestamptz'];
      if (after) conditions.push(`r.next_contact_time >= $${params.push(after)}::timestamptz`);
      // By both, since an index has the customers of a guardian in this order.
      if (!team)
        conditions.push(`r.guardian_id = $${params.push(personId)}::uuid AND r.owner_id = r.guardian_id`);
      const { rows, ...page } = await listRows(tx, Customer, 'customer', request, {
        fields: this.filters.fields,
        defaultOrder: 'nextContactTime',
        // Filters and orders are those of customers, and so are the fields that the caller may not ask by.
        method: customerList,
        secret: this.settings.secret,
        perOwner: [{ by: 'nextContactTime' }],
        // The bounds move with the clock: page tokens are bound to what was asked instead.
        scope: { where: conditions.join(' AND '), params, means: [due ?? '', team ?? false, personId] },
      });
      const ids = rows.flatMap(({ nextContactInteractionId }) => nextContactInteractionId ?? []);
      const talks = ids.length > 0 ? await tx.select(Interaction, 'r.id = ANY ($1::uuid[])', [ids]) : [];
      const actionOf = new Map(talks.map(({ id, nextAction }) => [id, nextAction]));
      return {
        nextContacts: rows.map((customer) => ({
          customer,
          nextAction: actionOf.get(customer.nextContactInteractionId ?? '') ?? '',
          due: dueOf(customer.nextContactTime ?? tx.now, tx.now, timeZone),
        })),
        ...page,
      };
    });
  }
}
