import { Controller } from '@nestjs/common';
import {
  UnsubscribeServiceControllerMethods,
  type UnsubscribeRequest,
  type UnsubscribeServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/unsubscribe_service';
import type { Call } from '@kontor/access/call';
import { UnsubscribeService } from './unsubscribe.service.js';

/** What people outside say of letters to them. */
@Controller()
@UnsubscribeServiceControllerMethods()
export class UnsubscribeController implements UnsubscribeServiceController {
  constructor(private readonly letters: UnsubscribeService) {}

  unsubscribe({ token }: UnsubscribeRequest, call: Call) {
    return this.letters.unsubscribe(token, call);
  }
}
