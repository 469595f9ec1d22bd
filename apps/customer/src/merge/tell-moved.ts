import type { MovedRecords } from '@kontor/custom-fields/moved-references';
import type { Transaction } from '@kontor/database/transaction';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf, nobodys } from '../customer/guardian.js';
import { tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';

/** Tells of customers, contacts and talks whose references followed a merge, or its undoing, as of any change of theirs. */
export async function tellMoved(tx: Transaction, { table, key, ids }: MovedRecords): Promise<void> {
  if (table === 'customer') {
    for (const customer of await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id'))
      tx.emit('kontor.customer.v1.CustomerChanged', customer, { customer, changed: [`custom.${key}`] });
  } else if (table === 'contact') {
    const contacts = await tx.select(Contact, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id');
    const ownerOf = await customersOf(tx, contacts);
    for (const contact of contacts) {
      const customer = ownerOf.get(contact.customerId);
      const ownerId = customer ? guardianOf(customer) : nobodys;
      tx.emit('kontor.customer.v1.ContactChanged', contact, { contact, ownerId });
    }
  } else if (table === 'interaction') {
    const talks = await tx.select(Interaction, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id');
    const ownerOf = await customersOf(tx, talks);
    for (const talk of talks) {
      const customer = ownerOf.get(talk.customerId);
      if (customer) tellTalk(tx, talk, customer);
    }
  }
}

async function customersOf(
  tx: Transaction,
  records: readonly { customerId: string }[],
): Promise<Map<string, Customer>> {
  const ids = [...new Set(records.map(({ customerId }) => customerId))];
  const customers = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  return new Map(customers.map((customer) => [customer.id, customer]));
}
