import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  PeopleImportServiceControllerMethods,
  type ImportPeopleRequest,
  type ImportPeopleResponse,
  type PeopleImportServiceController,
} from '@kontor/contracts/gen/kontor/identity/v1/people_import_service';
import { PeopleImportService } from './people-import.service.js';

/** The call that adds many people. */
@Controller()
@PeopleImportServiceControllerMethods()
export class PeopleImportController implements PeopleImportServiceController {
  constructor(private readonly imports: PeopleImportService) {}

  importPeople(request: ImportPeopleRequest, call: Call): Promise<ImportPeopleResponse> {
    return this.imports.import(request, call);
  }
}
