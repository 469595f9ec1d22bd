import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '@kontor/access/caller';
import type { RoleRights } from '@kontor/access/default-roles';
import { Organisation, type OrganisationUnit, type Substitution } from '@kontor/access/organisation';
import type {
  OrganisationSnapshot,
  SnapshotPerson,
} from '@kontor/contracts/gen/kontor/identity/v1/organisation_service';
import type { RpcClients } from '@kontor/rpc/client';
import { readLimit } from '@kontor/rpc/metadata';
import { organisationChanges, type KnownSubstitution } from './organisation-changes.js';
import { Versions } from './versions.js';

const GET_ORGANISATION = '/kontor.identity.v1.OrganisationService/GetOrganisation';

/**
 * Copy in memory of what rights hang on, for deciding who may hear of a change. Read from identity once, when the first
 * person listens and with that person's token, and kept current by identity's events, which may come before it is read.
 */
export class People {
  readonly #people = new Versions<SnapshotPerson>();
  readonly #units = new Versions<OrganisationUnit>();
  readonly #roles = new Versions<RoleRights>();
  readonly #substitutions = new Versions<Substitution>();
  #organisation: Organisation | undefined;
  #reading: Promise<void> | undefined;

  constructor(private readonly clients: Pick<RpcClients, 'call'>) {}

  /** The organisation as now known; the same object until something in it changes. */
  get organisation(): Organisation {
    return (this.#organisation ??= new Organisation(this.#people.values(), {
      units: this.#units.values(),
      roles: this.#roles.values(),
      substitutions: [...this.#substitutions.values()],
    }));
  }

  /**
   * The caller with the roles and rights of now; undefined for who has left. Who is not known yet has the roles of the
   * token, and reaches no more than the own records.
   */
  current(caller: Caller): Caller | undefined {
    const person = this.#people.get(caller.personId);
    if (person?.status === 'left') return undefined;
    const roles = person?.roles ?? caller.roles;
    return { ...caller, roles, rights: this.organisation.rights(roles) };
  }

  /** Takes what an event of identity says of the organisation; other events say nothing of it. */
  apply(type: string, payload: unknown): void {
    const change = organisationChanges(type, payload);
    if (change) this.#take(change);
  }

  /** Resolves when everything has been read once. A failure is thrown to all who wait, and the next caller tries again. */
  ready(token: string): Promise<void> {
    this.#reading ??= this.#read(token).catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    return this.#reading;
  }

  async #read(token: string): Promise<void> {
    const call = { requestId: uuidv7(), language: 'en', deadline: Date.now() + readLimit } as const;
    this.#take(await this.clients.call<OrganisationSnapshot>(GET_ORGANISATION, {}, call, token));
  }

  #take({ people = [], units = [], roles = [], substitutions = [], removed }: OrganisationPart): void {
    const changed = [
      ...people.map((person) => this.#people.put(person.id, person.etag, person)),
      ...units.map(({ etag, ...unit }) => this.#units.put(unit.id, etag, unit)),
      ...roles.map(({ etag, ...role }) => this.#roles.put(role.id, etag, role)),
      ...substitutions.map((one) => this.#substitutions.put(one.id, one.etag, lasting(one))),
      removed?.unitId !== undefined && this.#units.put(removed.unitId, removed.etag, undefined),
      removed?.roleId !== undefined && this.#roles.put(removed.roleId, removed.etag, undefined),
    ];
    if (changed.includes(true)) this.#organisation = undefined;
  }
}

/** Some of the organisation, as now known. */
export interface OrganisationPart extends Partial<Omit<OrganisationSnapshot, 'substitutions'>> {
  substitutions?: KnownSubstitution[];
  removed?: { unitId?: string; roleId?: string; etag: string };
}

function lasting({ personId, substituteId, startTime, endTime, objects, cancelled }: KnownSubstitution) {
  if (cancelled || !startTime || !endTime) return undefined;
  return {
    personId,
    substituteId,
    start: Date.parse(startTime),
    end: Date.parse(endTime),
    objects: objects ?? [],
  };
}
