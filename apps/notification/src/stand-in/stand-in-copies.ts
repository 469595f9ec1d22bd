import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { aboutObject } from './rules/about-object.js';
import { standInsFor, type Standing } from './rules/stand-ins.js';

/** Any fixed UUID: the name space of the ids below. */
const copies = '0e4f9f6e-7b7e-4c7e-9d0e-5b7f0f6f2a11';

/** Somebody who gets the notice of an absent person. */
export interface StandIn {
  /** Of the copy of the notice: the same however often it is made. */
  noticeId: string;
  personId: string;
  language: string;
  timeZone: string;
  roles: readonly string[];
  /** Name of the absent person. */
  absentName: string;
}

interface Meant {
  id: string;
  personId: string;
  about: string;
}

interface Known {
  id: string;
  name: string;
  status: string;
  language: string;
  timeZone: string;
  roles: readonly string[];
}

/** Who gets copies of notices at this moment, by the id of the notice. By the database's clock; left people get none. */
export async function standInCopies(
  tx: Transaction,
  notices: readonly Meant[],
): Promise<Map<string, StandIn[]>> {
  const result = new Map<string, StandIn[]>();
  if (notices.length === 0) return result;
  const standing = await tx.query<Standing>(
    `SELECT person_id AS "personId", substitute_id AS "substituteId", objects FROM substitution_copy
     WHERE NOT cancelled AND start_time <= now() AND end_time > now() ORDER BY start_time, id`,
  );
  if (standing.length === 0) return result;
  const people = await knownPeople(tx, [...standing.flatMap((one) => [one.personId, one.substituteId])]);
  for (const { id, personId, about } of notices) {
    const absentName = people.get(personId)?.name ?? '';
    const found = standInsFor(personId, aboutObject(about), standing).flatMap((substituteId) => {
      const person = people.get(substituteId);
      if (!person || person.status === 'left') return [];
      const { language, timeZone, roles } = person;
      const noticeId = uuidv5(`${id}/${substituteId}`, copies);
      return [{ noticeId, personId: substituteId, language, timeZone, roles, absentName }];
    });
    if (found.length > 0) result.set(id, found);
  }
  return result;
}

async function knownPeople(tx: Transaction, ids: readonly string[]): Promise<Map<string, Known>> {
  const rows = await tx.query<Known>(
    `SELECT id, name, status, language, time_zone AS "timeZone", roles FROM person_copy WHERE id = ANY ($1::uuid[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
