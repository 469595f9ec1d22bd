import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type {
  ImportedPerson,
  ImportPeopleRequest,
  ImportPeopleResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/people_import_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { FieldViolation } from '@kontor/errors/app-error';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { CalendarRow } from '../calendar/calendar.entity.js';
import { IdentityConfig } from '../config.js';
import { takeTurns } from '../locks.js';
import { messages } from '../messages.js';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { addPerson } from '../person/person.service.js';
import { storedEmail } from '../person/rules/email.js';
import { newPersonFields, type PersonFields } from '../person/rules/person-changes.js';
import { knownRoles } from '../role/known-roles.js';
import { rolesBeyond, unknownRoles } from '../role/rules/given-roles.js';
import { heldByCaller } from '../role/standing.js';
import { UnitRow } from '../unit/unit.entity.js';
import { importPlan, type ImportRow } from './rules/import-plan.js';

/** A row, and the fields of the person that it makes. */
type ReadRow = ImportRow & { fields: PersonFields; givenRoles: readonly string[] };

/** Adds many people at once. */
@Injectable()
export class PeopleImportService {
  /** Each row is held to the contract of adding one person. */
  private readonly single = contract.method('/kontor.identity.v1.PersonService/CreatePerson');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  import({ people, dryRun }: ImportPeopleRequest, call: Call): Promise<ImportPeopleResponse> {
    const rows = people.map((person) => this.read(person));
    if (dryRun) {
      return this.unitOfWork.read(ownCall(call), async (tx) => {
        const { faults } = importPlan(await withRoleFaults(tx, rows, call), await known(tx, rows));
        return answer(faults, new Map(), call.language);
      });
    }
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const { faults, order } = importPlan(await withRoleFaults(tx, rows, call), await known(tx, rows));
      const added = await add(tx, rows, order);
      tx.audit({ action: 'import', object: 'person', objectId: '', changes: { rows: added.size } });
      return answer(faults, added, call.language);
    });
  }

  /** An empty text is a column that the file has and the row leaves out. */
  private read(person: ImportedPerson): ReadRow {
    const { managerEmail, ...given } = Object.fromEntries(
      Object.entries(person).filter(([, value]) => value !== ''),
    ) as Partial<ImportedPerson>;
    const faults = validateRequest(this.single, given);
    const roles = (given.roles ?? []) as string[];
    const fields = newPersonFields({ ...given, roles }, { timeZone: this.config.companyTimeZone });
    const { email, unitId, calendarId } = fields;
    const manager = managerEmail === undefined ? undefined : storedEmail(managerEmail);
    return { email, unitId, calendarId, managerEmail: manager, faults, fields, givenRoles: roles };
  }
}

/** Rows with what is at fault in their roles: unknown ones, and those that give what the caller does not hold. */
async function withRoleFaults(tx: Transaction, rows: readonly ReadRow[], call: Call): Promise<ReadRow[]> {
  const roles = await knownRoles(tx);
  const held = heldByCaller(call, roles);
  return rows.map((row) => {
    const unknown = unknownRoles(row.givenRoles, roles, 'roles');
    const beyond =
      held && unknown.length === 0 ? rolesBeyond(row.givenRoles, row.fields.roles, roles, held, 'roles') : [];
    return { ...row, faults: [...row.faults, ...unknown, ...beyond] };
  });
}

/** What is there of all that the rows name. */
async function known(tx: Transaction, rows: readonly ReadRow[]) {
  const emails = rows.flatMap(({ email, managerEmail }) => [email, managerEmail ?? email]);
  const people = await tx.select(PersonRow, 'r.email = ANY ($1::text[])', [emails]);
  const units = await tx.select(UnitRow, 'r.id::text = ANY ($1::text[])', [rows.map(({ unitId }) => unitId)]);
  const calendars = await tx.select(CalendarRow, 'r.id::text = ANY ($1::text[])', [
    rows.map(({ calendarId }) => calendarId),
  ]);
  return {
    people: new Map(people.map((person) => [person.email, person])),
    units: new Set(units.map(({ id }) => id)),
    calendars: new Set(calendars.map(({ id }) => id)),
  };
}

/** Adds the rows in their order, managers first. Gives the ids by the index of the row. */
async function add(
  tx: Transaction,
  rows: readonly ReadRow[],
  order: readonly number[],
): Promise<Map<number, string>> {
  const managers = rows.flatMap(({ managerEmail }) => managerEmail ?? []);
  const ids = new Map<string, string>();
  for (const { email, id } of await tx.select(PersonRow, 'r.email = ANY ($1::text[])', [managers])) {
    ids.set(email, id);
  }
  const added = new Map<number, string>();
  for (const i of order) {
    const row = rows[i];
    if (!row) continue;
    const managerId = row.managerEmail === undefined ? undefined : ids.get(row.managerEmail);
    const { id, email } = await addPerson(tx, { ...row.fields, managerId }, undefined);
    ids.set(email, id);
    added.set(i, id);
  }
  return added;
}

function answer(
  faults: readonly FieldViolation[][],
  added: ReadonlyMap<number, string>,
  language: Language,
): ImportPeopleResponse {
  const rows = faults.map((of, i) => ({
    personId: added.get(i),
    faults: of.map(({ field, reason, params = {} }) => ({
      field,
      reason,
      message: render(reason, params, language, messages),
    })),
  }));
  const refused = faults.filter((of) => of.length > 0).length;
  return { rows, added: rows.length - refused, refused };
}
