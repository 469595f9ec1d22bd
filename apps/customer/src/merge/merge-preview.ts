import { Injectable } from '@nestjs/common';
import type { MergePreview as Preview } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { MergeCustomersRequest } from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { Contact } from '../contact/contact.entity.js';
import type { ContactPreference } from '../contact-guard/contact-preference.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { checkChoice, checkTaken } from './choice-check.js';
import { mergeResult } from './merge-result.js';
import { takesOwner } from './rules/choosable.js';
import { contactPairs, type Join } from './rules/joined-contact.js';
import { differingFields } from './rules/merged-fields.js';
import { stricterWishes } from './rules/stricter-wishes.js';
import { wishesOf } from './wish-keeper.js';

/** Records that a merge moves and everybody who sees the customer sees, by the names of their tables. */
const movedTables = ['contact', 'interaction', 'file', 'exchange_call', 'important_day', 'planned_visit'];

/** Contacts of one customer that are looked at for pairs. */
const mostContacts = 500;

/** Says what a merge would make, and changes nothing. */
@Injectable()
export class MergePreviews {
  constructor(
    private readonly work: UnitOfWork,
    readonly customFields: CustomFields,
    readonly customValues: CustomValueWriter,
  ) {}

  preview(request: MergeCustomersRequest, call: Call): Promise<Preview> {
    return this.work.read(call, async (tx) => {
      checkChoice(tx, request);
      const winner = await tx.get(Customer, request.id);
      const loser = await tx.get(Customer, request.loserId);
      checkTaken(tx, winner, loser, request);
      const { fields } = request;
      const result = {
        ...winner,
        ...(await mergeResult(tx, this, winner, loser, fields)).changes,
        ...(takesOwner(fields) && { ownerId: loser.ownerId }),
      };
      return {
        result,
        winner,
        loser,
        differing: shownFields(tx, differingFields(winner, loser)),
        moves: await this.moves(tx, loser.id),
        contactPairs: await pairsOf(tx, winner.id, loser.id),
        stricterWishes: stricterOf(await wishesOf(tx, [winner.id, loser.id]), winner.id, request.contacts),
      } as Preview;
    });
  }

  private async moves(tx: Transaction, loserId: string): Promise<Preview['moves']> {
    const counts = movedTables.map(
      (table) => `SELECT '${table.replaceAll('_', '-')}' AS object, count(*)::int AS count
        FROM ${table} WHERE customer_id = $1`,
    );
    const rows = await tx.query<Preview['moves'][number]>(counts.join(' UNION ALL '), [loserId]);
    return rows.filter(({ count }) => count > 0);
  }
}

/** Who may not read a field does not learn either whether two customers differ in it. */
function shownFields(tx: Transaction, names: readonly string[]): string[] {
  const limits = rightsOf(tx.call.caller).limits('customer');
  const unread = (name: string) => limits?.hidden.has(name) || limits?.masked.has(name);
  return names.filter((name) => !unread(name) && !(name.startsWith('custom.') && unread('custom')));
}

async function pairsOf(tx: Transaction, winnerId: string, loserId: string): Promise<Preview['contactPairs']> {
  const of = (customerId: string) =>
    tx.select(
      Contact,
      'r.customer_id = $1',
      [customerId],
      `ORDER BY r.create_time, r.id LIMIT ${mostContacts}`,
    );
  const limits = rightsOf(tx.call.caller).limits('contact');
  const fields = ['phones', 'emails'].filter(
    (name) => !limits?.hidden.has(name) && !limits?.masked.has(name),
  );
  return contactPairs(await of(winnerId), await of(loserId), new Set(fields));
}

/** What the winner, and each contact that stays, would get of the other's wishes. */
function stricterOf(
  wishes: readonly ContactPreference[],
  winnerId: string,
  joins: readonly Join[],
): Preview['stricterWishes'] {
  const of = (contactId: string | undefined, ours?: boolean) =>
    wishes.find((one) =>
      contactId ? one.contactId === contactId : !one.contactId && (one.customerId === winnerId) === ours,
    );
  const pairs = [
    { ours: of(undefined, true), theirs: of(undefined, false), contactId: undefined },
    ...joins.map(({ keptId, droppedId }) => ({
      ours: of(keptId),
      theirs: of(droppedId),
      contactId: keptId,
    })),
  ];
  const nothing = { consents: [], doNotCall: false };
  return pairs.flatMap(({ ours, theirs, contactId }) => {
    if (!theirs) return [];
    const { doNotCall, withdrawn } = stricterWishes(ours ?? nothing, theirs);
    return doNotCall || withdrawn.length > 0
      ? [{ ...(contactId && { contactId }), doNotCall, withdrawn }]
      : [];
  });
}
