import type { Random } from '../random.ts';
import type { Person } from '../stage/person.ts';

/** A create that is sent in many copies, and how its effects are counted. */
export interface Create {
  person: Person;
  path: string;
  /** The body, whose `field` holds `token` and nothing else in the world does. */
  body: Record<string, unknown>;
  field: string;
  token: string;
  /** Where its rows are. */
  service: string;
  table: string;
  column: string;
}

/** Who creates, and below what. */
export interface Setting {
  salesperson: Person;
  administrator: Person;
  customerId: string;
}

/** A create of some kind: mostly of the customer service; of identity's, people rarely, as each costs a password hash. */
export function someCreate({ salesperson, administrator, customerId }: Setting, random: Random): Create {
  const token = random.uuid();
  const kind = random.next();
  const below = `/v1/customers/${customerId}`;
  const ofCustomer = { person: salesperson, token, service: 'customer' };
  const ofIdentity = { person: administrator, token, service: 'identity', field: 'name', column: 'name' };
  if (kind < 0.5) {
    const body = { kind: 'person', name: token };
    return { ...ofCustomer, path: '/v1/customers', body, field: 'name', table: 'customer', column: 'name' };
  }
  if (kind < 0.7) {
    const path = `${below}/contacts`;
    return { ...ofCustomer, path, body: { name: token }, field: 'name', table: 'contact', column: 'name' };
  }
  if (kind < 0.85) {
    const body = { manner: 'call', content: token };
    const path = `${below}/interactions`;
    return { ...ofCustomer, path, body, field: 'content', table: 'interaction', column: 'content' };
  }
  if (kind < 0.97) return { ...ofIdentity, path: '/v1/units', body: { name: token }, table: 'unit' };
  const body = { name: token, email: `${token}@prove.example`, password: 'prove-person-1' };
  return { ...ofIdentity, path: '/v1/people', body, table: 'person' };
}
