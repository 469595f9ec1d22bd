import { Injectable } from '@nestjs/common';
import type {
  ArchiveContactRequest,
  DeleteContactRequest,
  DeleteContactResponse,
  MoveContactRequest,
  RestoreContactRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { hasTakenPlace } from '../interaction/rules/next-contact.js';
import { customerAsParent, customerForUpdate } from '../merge/merged-into.js';
import { Contact } from './contact.entity.js';
import { contactOf } from './contact-of.js';
import { usesInWords, type ContactUse } from './rules/use-words.js';

/** What becomes of a contact that is no longer there: archived, removed, or moved to another customer. */
@Injectable()
export class ContactLifeService {
  constructor(private readonly work: UnitOfWork) {}

  archive({ leftTime, ...request }: ArchiveContactRequest, call: Call): Promise<Contact> {
    return this.changed(request, call, (tx, before) => {
      const since = leftTime ?? tx.now;
      if (!hasTakenPlace(since, tx.now)) throw refusedField('leftTime', 'talk-in-future');
      return before.leftTime && !leftTime ? {} : { leftTime: since, active: false };
    });
  }

  restore(request: RestoreContactRequest, call: Call): Promise<Contact> {
    return this.changed(request, call, () => ({ leftTime: undefined, active: true }));
  }

  delete({ customerId, id, etag }: DeleteContactRequest, call: Call): Promise<DeleteContactResponse> {
    return this.work.write(call, async (tx) => {
      const customer = await customerAsParent(tx, customerId);
      const contact = await contactOf(tx, customerId, id, 'FOR UPDATE OF r');
      expectEtag(contact, etag);
      const uses = await usesOf(tx, id);
      if (uses.length > 0) {
        throw new AppError('conflict', 'contact-used', {
          params: { uses: usesInWords(uses, call.language) },
        });
      }
      tx.delete(Contact, contact);
      const version = contact.version + 1;
      const ownerId = guardianOf(customer);
      tx.emit('kontor.customer.v1.ContactRemoved', { id, version }, { contactId: id, customerId, ownerId });
      return {};
    });
  }

  move(
    { customerId, id, toCustomerId, reason = '', etag }: MoveContactRequest,
    call: Call,
  ): Promise<Contact> {
    return this.work.write(call, async (tx) => {
      if (customerId === toCustomerId) throw refusedField('toCustomerId', 'contact-there-already');
      const [from, to] = await bothLocked(tx, customerId, toCustomerId);
      const before = await contactOf(tx, customerId, id, 'FOR NO KEY UPDATE OF r');
      expectEtag(before, etag);
      await tx.query('SELECT move_contact($1, $2, $3)', [id, customerId, toCustomerId]);
      // Whoever left one customer is there with the other.
      const after = tx.update(Contact, before, {
        customerId: toCustomerId,
        leftTime: undefined,
        active: true,
      });
      tx.audit({
        action: 'move',
        object: 'contact',
        objectId: id,
        version: after.version,
        changes: { customerId: [customerId, toCustomerId], reason: reason.trim() },
      });
      const ownerId = guardianOf(to);
      tx.emit('kontor.customer.v1.ContactMoved', after, {
        contactId: id,
        fromCustomerId: customerId,
        toCustomerId,
        reason: reason.trim(),
        ownerId,
        fromOwnerId: guardianOf(from),
      });
      tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId });
      return after;
    });
  }

  private changed(
    { customerId, id, etag }: { customerId: string; id: string; etag?: string | undefined },
    call: Call,
    changesOf: (tx: Transaction, before: Contact) => Partial<Contact>,
  ): Promise<Contact> {
    return this.work.write(call, async (tx) => {
      const customer = await customerAsParent(tx, customerId);
      const before = await contactOf(tx, customerId, id, 'FOR NO KEY UPDATE OF r');
      expectEtag(before, etag);
      const { active, ...changes } = changesOf(tx, before);
      if (Object.keys(changes).length === 0 || changes.leftTime === before.leftTime) return before;
      const after = { ...tx.update(Contact, before, changes), active };
      tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: guardianOf(customer) });
      return after;
    });
  }
}

/** Both customers locked in one order, so that two who move contacts crosswise do not wait for each other. */
async function bothLocked(tx: Transaction, fromId: string, toId: string): Promise<[Customer, Customer]> {
  const locked = new Map<string, Customer>();
  for (const id of [fromId, toId].toSorted()) locked.set(id, await customerForUpdate(tx, id));
  return [locked.get(fromId) as Customer, locked.get(toId) as Customer];
}

/** What hangs on a contact, also out of the caller's sight: talks stay with a customer that it has left. */
function usesOf(tx: Transaction, id: string): Promise<ContactUse[]> {
  return tx.query('SELECT kind, count FROM contact_uses($1) WHERE count > 0 ORDER BY kind', [id]);
}
