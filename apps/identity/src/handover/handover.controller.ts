import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  HandoverServiceControllerMethods,
  type CancelHandoverRequest,
  type CreateHandoverRequest,
  type GetHandoverRequest,
  type HandoverServiceController,
  type ListHandoversRequest,
  type StartHandoverRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/handover_service';
import { HandoverService } from './handover.service.js';

/** Calls of hand-overs. */
@Controller()
@HandoverServiceControllerMethods()
export class HandoverController implements HandoverServiceController {
  constructor(private readonly handovers: HandoverService) {}

  createHandover(request: CreateHandoverRequest, call: Call) {
    return this.handovers.create(request, call);
  }

  getHandover({ id }: GetHandoverRequest, call: Call) {
    return this.handovers.get(id, call);
  }

  listHandovers(request: ListHandoversRequest, call: Call) {
    return this.handovers.list(request, call);
  }

  startHandover(request: StartHandoverRequest, call: Call) {
    return this.handovers.start(request, call);
  }

  cancelHandover({ id }: CancelHandoverRequest, call: Call) {
    return this.handovers.cancel(id, call);
  }
}
