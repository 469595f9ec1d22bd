import { administrator } from '@kontor/access/default-roles';
import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import { personAndAbove } from '../lines.js';
import { PersonRow } from '../person/person.entity.js';
import type { ReadRequestRow } from './read-request.entity.js';

/** Asks for notices to who is to deal with a new request: the nearest superior at work, else the administrators. */
export async function tellSuperior(tx: Transaction, request: ReadRequestRow): Promise<void> {
  const asker = await tx.get(PersonRow, request.personId);
  const [, ...above] = await personAndAbove(tx, asker.id);
  const people = await tx.select(
    PersonRow,
    `r.status IN ('active', 'leaving') AND r.id <> $1 AND (r.id = ANY ($2::uuid[]) OR r.roles ? $3)`,
    [asker.id, above, administrator],
  );
  const superior = above.find((id) => people.some((person) => person.id === id));
  const told = superior ? [superior] : people.map(({ id }) => id);
  for (const personId of told) {
    tellOf(tx, request, 'read-request', personId, { personName: asker.name, question: request.question });
  }
}

/** Asks for a notice to who asked: that somebody dealt with it, not what was answered. */
export async function tellAsker(tx: Transaction, request: ReadRequestRow, answererId: string): Promise<void> {
  const { name: personName } = await tx.get(PersonRow, answererId);
  const how = {
    granted: request.outcome === 'granted' ? 'yes' : '',
    refused: request.outcome === 'refused' ? 'yes' : '',
  };
  tellOf(tx, request, 'read-request-answered', request.personId, { personName, ...how });
}

function tellOf(
  tx: Transaction,
  { id, object, objectId, field = '' }: ReadRequestRow,
  template: string,
  personId: string,
  more: Record<string, string>,
): void {
  const values = { object, objectId, field, ...more };
  requestNotice(tx, { personId, template, about: `readRequests/${id}`, values });
}
