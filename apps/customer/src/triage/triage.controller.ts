import { Controller } from '@nestjs/common';
import {
  TriageServiceControllerMethods,
  type AssignTriageItemRequest,
  type DiscardTriageItemRequest,
  type GetTriageItemRequest,
  type IngestInteractionRequest,
  type ListTriageItemsRequest,
  type MakeProspectOfTriageItemRequest,
  type TriageServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import type { Call } from '@kontor/access/call';
import { IngestService } from './ingest.service.js';
import { TriageService } from './triage.service.js';

@Controller()
@TriageServiceControllerMethods()
export class TriageController implements TriageServiceController {
  constructor(
    private readonly messages: IngestService,
    private readonly tray: TriageService,
  ) {}

  ingestInteraction(request: IngestInteractionRequest, call: Call) {
    return this.messages.ingest(request, call);
  }

  getTriageItem({ id }: GetTriageItemRequest, call: Call) {
    return this.tray.get(id, call);
  }

  listTriageItems(request: ListTriageItemsRequest, call: Call) {
    return this.tray.list(request, call);
  }

  assignTriageItem(request: AssignTriageItemRequest, call: Call) {
    return this.tray.assign(request, call);
  }

  makeProspectOfTriageItem(request: MakeProspectOfTriageItemRequest, call: Call) {
    return this.tray.makeProspect(request, call);
  }

  discardTriageItem(request: DiscardTriageItemRequest, call: Call) {
    return this.tray.discard(request, call);
  }
}
