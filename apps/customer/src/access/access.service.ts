import { Injectable } from '@nestjs/common';
import type { AccessExplanation, Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type {
  CreateCustomerShareRequest,
  ExplainCustomerAccessRequest,
  ListCustomerReadersResponse,
  ListCustomerSharesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/access_service';
import type { Call } from '@kontor/access/call';
import { explainFields, explainRow } from '@kontor/access/explain';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { endShare, mayShare, shareRecord, sharesOf, type SharedRecord } from '@kontor/people/shares';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';

const object = 'customer';

/** Who sees a customer: shares, and why. */
@Injectable()
export class CustomerAccess {
  constructor(private readonly work: UnitOfWork) {}

  share({ customerId, share }: CreateCustomerShareRequest, call: Call): Promise<Share> {
    return this.work.write(call, async (tx) => {
      // Locked, so that a share and a change of owner follow each other.
      const record = recordOf(await tx.getForUpdate(Customer, customerId));
      return shareRecord(tx, record, share as Share);
    });
  }

  shares(customerId: string, call: Call): Promise<ListCustomerSharesResponse> {
    return this.work.read(call, async (tx) => {
      mayShare(tx, recordOf(await tx.get(Customer, customerId)));
      return { shares: await sharesOf(tx, object, customerId) };
    });
  }

  endShare(customerId: string, shareId: string, call: Call): Promise<void> {
    return this.work.write(call, async (tx) =>
      endShare(tx, recordOf(await tx.get(Customer, customerId)), shareId),
    );
  }

  /** Oneself, or people whom the caller reaches: others' rights are nobody's business. */
  explain({ id, personId, field }: ExplainCustomerAccessRequest, call: Call): Promise<AccessExplanation> {
    return this.work.read(call, async (tx) => {
      const record = recordOf(await tx.get(Customer, id));
      const about = personId ?? call.caller.personId;
      if (about !== call.caller.personId && !tx.reachesOwner(object, about))
        throw new AppError('forbidden', 'person-out-of-reach');
      const person = await tx.find(PersonCopy, about);
      if (!person) throw new AppError('not_found', 'person-not-found');
      const shares = await sharesOf(tx, object, id);
      const fields = explainFields(tx.organisation, person.roles, object, field);
      if (field !== undefined && fields.length === 0) throw unknownField();
      const row = explainRow(tx.organisation, person, { ...record, shares }, Date.parse(tx.now));
      return { personId: about, ...row, fields };
    });
  }

  readers(customerId: string, call: Call): Promise<ListCustomerReadersResponse> {
    return this.work.read(call, async (tx) => {
      const record = recordOf(await tx.get(Customer, customerId));
      mayShare(tx, record);
      const [people, shares] = await Promise.all([
        tx.select(PersonCopy, `r.status IN ('active', 'leaving')`, [], 'ORDER BY r.name, r.id'),
        sharesOf(tx, object, customerId),
      ]);
      return { readers: people.flatMap((person) => readerOf(tx, person, { ...record, shares })) };
    });
  }
}

function readerOf(tx: Transaction, person: PersonCopy, record: SharedRecord & { shares: Share[] }) {
  const row = explainRow(tx.organisation, person, record, Date.parse(tx.now));
  if (row.tier === 'hidden') return [];
  return [{ name: person.name, access: { personId: person.id, ...row, fields: [] } }];
}

function recordOf(customer: Customer): SharedRecord {
  return { object, id: customer.id, ownerId: guardianOf(customer) };
}

function unknownField(): AppError {
  return refusedField('field', 'unknown-field');
}
