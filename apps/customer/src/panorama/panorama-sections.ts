import { Injectable } from '@nestjs/common';
import { sectionRows, type Section } from '@kontor/service/sections';
import { ContactService } from '../contact/contact.service.js';
import { ContactGuardService } from '../contact-guard/contact-guard.service.js';
import type { Customer } from '../customer/customer.entity.js';
import { FileService } from '../file/file.service.js';
import { ImportantDayService } from '../important-day/important-day.service.js';
import { InteractionService } from '../interaction/interaction.service.js';
import { OwnersService } from '../ownership/owners.service.js';
import { StageHistoryService } from '../stage-history/stage-history.service.js';
import { PlannedVisitsService } from '../visit-plan/planned-visits.service.js';

const calls = '/kontor.customer.v1';
const pageSize = sectionRows;

/** What a panorama of a customer is made of here. A section is an entry here and a field of `PanoramaSections`. */
@Injectable()
export class PanoramaSections {
  readonly all: readonly Section<Customer | undefined>[];

  constructor(
    contacts: ContactService,
    guard: ContactGuardService,
    interactions: InteractionService,
    owners: OwnersService,
    stages: StageHistoryService,
    visits: PlannedVisitsService,
    days: ImportantDayService,
    files: FileService,
  ) {
    this.all = [
      {
        name: 'contacts',
        path: `${calls}.CustomerService/ListContacts`,
        read: (tx, { id, method }) => contacts.listIn(tx, { customerId: id, pageSize }, method),
      },
      {
        name: 'contactPreferences',
        path: `${calls}.ContactGuardService/ListContactPreferences`,
        read: (tx, { id }) => guard.preferencesIn(tx, id),
      },
      {
        name: 'interactions',
        path: `${calls}.CustomerService/ListInteractions`,
        read: (tx, { id, method }) => interactions.listIn(tx, { customerId: id, pageSize }, method),
      },
      {
        name: 'owners',
        path: `${calls}.OwnershipService/ListOwners`,
        read: (tx, { id, method }) => owners.listIn(tx, { customerId: id, pageSize }, method),
      },
      {
        name: 'stages',
        path: `${calls}.StageHistoryService/ListStageChanges`,
        read: (tx, { id, method }) => stages.listIn(tx, { customerId: id, pageSize }, method),
      },
      {
        name: 'plannedVisits',
        path: `${calls}.VisitPlanService/ListPlannedVisits`,
        read: (tx, asked) => visits.ofCustomer(tx, asked),
      },
      {
        name: 'importantDays',
        path: `${calls}.ImportantDayService/ListImportantDays`,
        read: (tx, { id, method }) => days.listIn(tx, { customerId: id, pageSize }, method),
      },
      {
        name: 'files',
        path: `${calls}.FileService/ListFiles`,
        read: (tx, { id, method }) => files.listIn(tx, { customerId: id, pageSize }, method),
      },
    ];
  }
}
