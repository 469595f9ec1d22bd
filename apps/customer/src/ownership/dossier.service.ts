import { Injectable } from '@nestjs/common';
import type { Dossier, DossierOwner } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { DossierRead } from './dossier-read.entity.js';
import { OwnershipChange } from './ownership-change.entity.js';
import { stillDue } from './rules/dossier.js';

/** Newest talks and owners that a dossier shows. */
const newest = 20;
const mostContacts = 50;

/** What a new owner needs to know of one customer: made of the records as they are, so it is never behind them. */
@Injectable()
export class DossierService {
  constructor(private readonly work: UnitOfWork) {}

  get(customerId: string, call: Call): Promise<Dossier> {
    return this.work.read(call, async (tx) => dossierOf(tx, await tx.get(Customer, customerId)));
  }

  /** The mark is the caller's own, so that reading needs no more than sight of the customer. */
  read(customerId: string, call: Call): Promise<Dossier> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.get(Customer, customerId);
      await tx.query(
        `INSERT INTO dossier_read (customer_id, person_id, read_time) VALUES ($1, $2, clock_timestamp())
         ON CONFLICT (customer_id, person_id) DO UPDATE SET read_time = excluded.read_time`,
        [customerId, call.caller.personId],
      );
      return dossierOf(tx, customer);
    });
  }
}

async function dossierOf(tx: Transaction, customer: Customer): Promise<Dossier> {
  const { id } = customer;
  // One after another in the code, one packet on the line: none hangs on another's answer.
  const [talks, planned, contacts, changes, [mark]] = await Promise.all([
    tx.select(
      Interaction,
      'r.customer_id = $1',
      [id],
      `ORDER BY r.talk_time DESC, r.id DESC LIMIT ${newest}`,
    ),
    tx.select(Interaction, 'r.id = $1', [customer.nextContactInteractionId ?? id]),
    tx.select(Contact, 'r.customer_id = $1', [id], `ORDER BY r.create_time, r.id LIMIT ${mostContacts}`),
    tx.select(OwnershipChange, 'r.customer_id = $1', [id], `ORDER BY r.time DESC, r.id DESC LIMIT ${newest}`),
    tx.select(DossierRead, 'r.customer_id = $1 AND r.person_id = $2', [id, tx.call.caller.personId]),
  ]);
  const names = await namesOf(tx, [
    ...talks.map(({ authorId }) => authorId),
    ...changes.flatMap(({ toId }) => toId ?? []),
  ]);
  const contactNames = new Map(contacts.map((contact) => [contact.id, contact.name]));
  const known = talks.some(({ id: talk }) => talk === planned[0]?.id) ? talks : [...talks, ...planned];
  const [latest] = changes;
  return {
    customer,
    due: stillDue(customer, known, tx.now),
    talks: talks.map((interaction) => ({
      interaction,
      authorName: names.get(interaction.authorId) ?? '',
      contactName: contactNames.get(interaction.contactId ?? '') ?? '',
    })),
    contacts,
    owners: changes.map((change): DossierOwner => ({ change, name: names.get(change.toId ?? '') ?? '' })),
    read: mark !== undefined && (!latest || Date.parse(mark.readTime) >= Date.parse(latest.time)),
  };
}

async function namesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const people = await tx.select(PersonCopy, 'r.id = ANY ($1::uuid[])', [[...new Set(ids)]]);
  return new Map(people.map(({ id, name }) => [id, name]));
}
