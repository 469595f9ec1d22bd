import { Controller } from '@nestjs/common';
import type { PersonChanged } from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { UnitChanged, UnitDeleted } from '@kontor/contracts/gen/kontor/identity/v1/organisation_events';
import type { RoleChanged, RoleDeleted } from '@kontor/contracts/gen/kontor/identity/v1/role_events';
import type { SubstitutionChanged } from '@kontor/contracts/gen/kontor/identity/v1/substitution_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { copyPerson } from './person-copy.js';
import { copyRole, deleteRoleCopy } from './role-copy.js';
import { copySubstitution } from './substitution-copy.js';
import { copyUnit, deleteUnitCopy } from './unit-copy.js';

/** Keeps the copy of people, units, roles and substitutions. */
@Controller()
export class PeopleConsumer {
  @OnEvent('kontor.identity.v1.PersonChanged')
  async personChanged(event: PersonChanged, { tx }: EventContext): Promise<void> {
    if (event.person) await copyPerson(tx, event.person);
  }

  @OnEvent('kontor.identity.v1.UnitChanged')
  async unitChanged(event: UnitChanged, { tx }: EventContext): Promise<void> {
    if (event.unit) await copyUnit(tx, event.unit);
  }

  @OnEvent('kontor.identity.v1.UnitDeleted')
  async unitDeleted(event: UnitDeleted, { tx }: EventContext): Promise<void> {
    await deleteUnitCopy(tx, event);
  }

  @OnEvent('kontor.identity.v1.RoleChanged')
  async roleChanged(event: RoleChanged, { tx }: EventContext): Promise<void> {
    if (event.role) await copyRole(tx, event.role);
  }

  @OnEvent('kontor.identity.v1.RoleDeleted')
  async roleDeleted(event: RoleDeleted, { tx }: EventContext): Promise<void> {
    await deleteRoleCopy(tx, event);
  }

  @OnEvent('kontor.identity.v1.SubstitutionChanged')
  async substitutionChanged(event: SubstitutionChanged, { tx }: EventContext): Promise<void> {
    await copySubstitution(tx, event);
  }
}
