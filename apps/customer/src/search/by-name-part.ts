import { sharedIdsSql } from '@kontor/access/row-policy';
import type { Transaction } from '@kontor/database/transaction';
import type { ListOptions } from '@kontor/query/list';
import { parseOrder } from '@kontor/query/order';
import { keysVersion } from '../duplicate/rules/match-keys.js';

/** Whoever reaches so few people has few customers: they are looked through. */
const fewOwners = 10;

/**
 * How many names may have a text for the customers to be asked for by their ids; a row that is looked at in the order of
 * the list costs a tenth of that. In an order of time a text of more names fills a page soon: of a million customers, two
 * thousand or the first 25,000 are looked at in the worst case. Other orders say something of the names: in that of the
 * names themselves all Latin ones come before the first Cyrillic one. Of some people's, only theirs are counted: in an order
 * of time two thousand of them fill a page as soon.
 */
const mostNames = { inTime: 2_000, inOther: 20_000, ofSome: 8_000 };

interface Found {
  /** Ids as Postgres writes an array; null where there are too many. */
  ids: string | null;
  /** Whether so many names have the texts where there are no ids, else nothing is known of them. */
  often: boolean;
}

/** Who asks for what. */
interface Asked {
  /** What all names must have; at least one. */
  parts: readonly string[];
  orderBy: string | undefined;
  /** Whose customers are listed; null for all. */
  owners: readonly string[] | null;
}

/**
 * Options of a list of customers whose names must have all of some parts. The search documents, which are behind no wall,
 * tell by their index which customers may have them; the list asks for these, and looks at their names itself.
 */
export async function byNameParts<O extends Pick<ListOptions, 'fields' | 'scope' | 'defaultOrder'>>(
  tx: Transaction,
  options: O,
  { parts, orderBy, owners }: Asked,
): Promise<O> {
  if (owners && owners.length <= fewOwners) return options;
  const { fields, defaultOrder } = options;
  const inTime = parseOrder(orderBy, fields, defaultOrder)[0]?.field.type === 'time';
  const most = inTime ? mostNames.inTime : owners ? mostNames.ofSome : mostNames.inOther;
  const [found] = await tx.query<Found>(
    `SELECT (SELECT search_names($1::text[], $2::uuid[], $3) FROM remake WHERE done AND version >= $4)::text AS ids,
       EXISTS (SELECT FROM unnest($1::text[]) part WHERE length(part) = 1 OR search_part(part) IS NOT NULL) AS often`,
    [parts, owners, most, keysVersion],
  );
  // A page token holds from page to page, whichever way is taken.
  const means = 'names';
  if (found?.ids) {
    const params: unknown[] = [found.ids];
    const { grantees } = tx.reach('customer');
    const shared =
      owners && grantees.length > 0
        ? ` OR r.id = ANY (ARRAY(${sharedIdsSql('customer', grantees, params)}))`
        : '';
    return { ...options, scope: { where: `(r.id = ANY ($1::uuid[])${shared})`, params, means } };
  }
  const name = fields.get('name');
  const walked = name && inTime && found?.often;
  return {
    ...options,
    ...(walked && { fields: new Map([...fields, ['name', { ...name, often: true }]]) }),
    scope: { where: 'TRUE', params: [], means },
  };
}
