import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type {
  CreatePersonRequest,
  ListPeopleRequest,
  ListPeopleResponse,
  UpdatePersonRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { noteAssignment } from '../employment/assignments.js';
import { personAndAbove } from '../lines.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { checkGivenRoles, checkStanding, mayAll } from '../role/standing.js';
import { checkAdministrators } from './administrators.js';
import { CredentialRow } from './credential.entity.js';
import { Passwords } from './passwords.js';
import { PersonRow } from './person.entity.js';
import { checkReferences } from './references.js';
import { closesManagerCycle } from './rules/manager-cycle.js';
import { ownPlaceFault } from './rules/own-place.js';
import { passwordFaults } from './rules/password.js';
import { newPersonFields, personChanges, storedRoles, type PersonFields } from './rules/person-changes.js';

/** People of the company. */
@Injectable()
export class PersonService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Person'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly config: IdentityConfig,
  ) {}

  async create(request: CreatePersonRequest, call: Call): Promise<Person> {
    const fields = newPersonFields(request, this.defaults);
    const { password } = request;
    if (password !== undefined) checkFaults(passwordFaults(password, fields));
    const hash =
      password === undefined
        ? undefined
        : await this.passwords.turns.take(call.deadline, () => this.passwords.hash(password));
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      await checkReferences(tx, fields, '');
      await checkGivenRoles(tx, call, request.roles ?? [], fields.roles, 'roles');
      return addPerson(tx, fields, hash);
    });
  }

  get(id: string, call: Call): Promise<Person> {
    return this.unitOfWork.read(call, async (tx) => asPerson(await tx.get(PersonRow, id)));
  }

  list(request: ListPeopleRequest, call: Call): Promise<ListPeopleResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, PersonRow, 'person', request, {
        fields: this.fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.config.secret,
      });
      return { people: rows.map(asPerson), ...page };
    });
  }

  async update(request: UpdatePersonRequest, call: Call): Promise<Person> {
    const mask = request.updateMask ?? [];
    const { changes, faults } = personChanges(request.person ?? {}, mask, this.defaults);
    checkFaults(faults);
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      if (placing.some((field) => field in changes)) await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(PersonRow, request.id);
      expectEtag(asPerson(before), request.etag);
      if (mask.length === 0) return asPerson(before);
      checkSelf(call, before, changes);
      await checkStanding(tx, call, before);
      if (changes.roles)
        await checkGivenRoles(tx, call, request.person?.roles ?? [], changes.roles, 'person.roles');
      await checkReferences(tx, changes, 'person.');
      await this.checkManager(tx, before, changes);
      await checkOwnPlace(tx, call, before, changes);
      await checkAdministrators(tx, before, changes, 'person.roles');
      return changePerson(tx, before, changes);
    });
  }

  private get defaults() {
    return { timeZone: this.config.companyTimeZone };
  }

  private async checkManager(
    tx: Transaction,
    { id }: PersonRow,
    { managerId }: Partial<PersonFields>,
  ): Promise<void> {
    if (!managerId || !closesManagerCycle(id, await personAndAbove(tx, managerId))) return;
    const fields = [{ field: 'person.managerId', reason: 'manager-cycle' }];
    throw new AppError('invalid', 'manager-cycle', { fields });
  }
}

/** Fields whose change other records hang on: such changes follow one after another. */
const placing = ['managerId', 'roles', 'unitId', 'calendarId'] as const;

/** Nobody decides about the own roles, whatever they may. Throws own-roles. */
function checkSelf({ caller }: Call, { id, roles }: PersonRow, changes: Partial<PersonFields>): void {
  if (caller.kind !== 'person' || caller.personId !== id || !changes.roles) return;
  if (changes.roles.join() === storedRoles(roles).join()) return;
  const fields = [{ field: 'person.roles', reason: 'own-roles' }];
  throw new AppError('forbidden', 'own-roles', { fields });
}

/** Nobody but an administrator widens the own reach by moving people. Throws own-place, own-line. */
async function checkOwnPlace(
  tx: Transaction,
  call: Call,
  before: PersonRow,
  changes: Partial<PersonFields>,
): Promise<void> {
  if (!('unitId' in changes || 'managerId' in changes) || (await mayAll(tx, call))) return;
  const aboveBefore = await personAndAbove(tx, before.id);
  const { managerId } = 'managerId' in changes ? changes : before;
  const aboveAfter = managerId ? await personAndAbove(tx, managerId) : [];
  const people = { callerId: call.caller.personId, personId: before.id };
  const fault = ownPlaceFault({ ...people, before, changes, aboveBefore, aboveAfter });
  if (fault) throw new AppError('forbidden', fault.reason, { fields: [fault] });
}

/** Changes a person who was read and locked in this transaction, with history and event. As identity itself. */
export async function changePerson(
  tx: Transaction,
  before: PersonRow,
  changes: Partial<PersonRow>,
): Promise<Person> {
  const after = asPerson(tx.update<PersonRow>(PersonRow, before, changes));
  await noteAssignment(tx, before, after);
  tellOfPerson(tx, after);
  return after;
}

/** Adds a person: active with the hash of a password, invited without; and tells of it. As identity itself. */
export async function addPerson(
  tx: Transaction,
  fields: PersonFields,
  hash: string | undefined,
): Promise<Person> {
  const status = hash === undefined ? 'invited' : 'active';
  const person = asPerson(tx.insert(PersonRow, { ...fields, status }));
  if (hash) {
    tx.insert(CredentialRow, { personId: person.id, hash });
    tx.audit({ action: 'set-password', object: 'person', objectId: person.id });
  }
  await noteAssignment(tx, undefined, person);
  tellOfPerson(tx, person);
  return person;
}

/** Tells of a person's new state. */
export function tellOfPerson(tx: Transaction, person: Person): void {
  tx.emit('kontor.identity.v1.PersonChanged', { id: person.id, version: Number(person.etag) }, { person });
}

/** The person as the contract has it. */
export function asPerson({ version: _, ...person }: PersonRow): Person {
  return person;
}
