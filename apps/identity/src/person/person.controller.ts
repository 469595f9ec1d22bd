import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  PersonServiceControllerMethods,
  type CreatePersonRequest,
  type CreateUnitRequest,
  type DeleteUnitRequest,
  type GetMeRequest,
  type GetPersonRequest,
  type GetUnitRequest,
  type ListPeopleRequest,
  type ListPeopleResponse,
  type ListUnitsRequest,
  type ListUnitsResponse,
  type PersonServiceController,
  type UpdatePersonRequest,
  type UpdateUnitRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import type { Person, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { UnitService } from '../unit/unit.service.js';
import { PersonService } from './person.service.js';

/** Calls about people and units. */
@Controller()
@PersonServiceControllerMethods()
export class PersonController implements PersonServiceController {
  constructor(
    private readonly people: PersonService,
    private readonly units: UnitService,
  ) {}

  createPerson(request: CreatePersonRequest, call: Call): Promise<Person> {
    return this.people.create(request, call);
  }

  getPerson({ id }: GetPersonRequest, call: Call): Promise<Person> {
    return this.people.get(id, call);
  }

  getMe(_: GetMeRequest, call: Call): Promise<Person> {
    return this.people.get(call.caller.personId, call);
  }

  listPeople(request: ListPeopleRequest, call: Call): Promise<ListPeopleResponse> {
    return this.people.list(request, call);
  }

  updatePerson(request: UpdatePersonRequest, call: Call): Promise<Person> {
    return this.people.update(request, call);
  }

  createUnit(request: CreateUnitRequest, call: Call): Promise<Unit> {
    return this.units.create(request, call);
  }

  listUnits(request: ListUnitsRequest, call: Call): Promise<ListUnitsResponse> {
    return this.units.list(request, call);
  }

  getUnit({ id }: GetUnitRequest, call: Call): Promise<Unit> {
    return this.units.get(id, call);
  }

  deleteUnit(request: DeleteUnitRequest, call: Call): Promise<void> {
    return this.units.delete(request, call);
  }

  updateUnit(request: UpdateUnitRequest, call: Call): Promise<Unit> {
    return this.units.update(request, call);
  }
}
