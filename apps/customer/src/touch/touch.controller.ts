import { Controller } from '@nestjs/common';
import {
  TouchServiceControllerMethods,
  type CreateTouchRequest,
  type ListTouchesRequest,
  type TouchServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/touch_service';
import type { Call } from '@kontor/access/call';
import { TouchService } from './touch.service.js';

/** Calls of touches. */
@Controller()
@TouchServiceControllerMethods()
export class TouchController implements TouchServiceController {
  constructor(private readonly touches: TouchService) {}

  createTouch(request: CreateTouchRequest, call: Call) {
    return this.touches.create(request, call);
  }

  listTouches(request: ListTouchesRequest, call: Call) {
    return this.touches.list(request, call);
  }
}
