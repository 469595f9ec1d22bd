import { Controller } from '@nestjs/common';
import {
  TelephonyServiceControllerMethods,
  type ChoosePhoneCallCustomerRequest,
  type CreateExtensionRequest,
  type DeleteExtensionRequest,
  type GetExtensionRequest,
  type GetPhoneCallRequest,
  type ListExtensionsRequest,
  type ListPhoneCallsRequest,
  type ReceiveTelephonyEventRequest,
  type TelephonyServiceController,
  type UpdateExtensionRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/telephony_service';
import type { Call } from '@kontor/access/call';
import { ExtensionService } from './extension.service.js';
import { TelephonyService } from './telephony.service.js';

@Controller()
@TelephonyServiceControllerMethods()
export class TelephonyController implements TelephonyServiceController {
  constructor(
    private readonly calls: TelephonyService,
    private readonly extensions: ExtensionService,
  ) {}

  receiveTelephonyEvent(request: ReceiveTelephonyEventRequest) {
    return this.calls.receive(request);
  }

  getPhoneCall({ id }: GetPhoneCallRequest, call: Call) {
    return this.calls.get(id, call);
  }

  listPhoneCalls(request: ListPhoneCallsRequest, call: Call) {
    return this.calls.list(request, call);
  }

  choosePhoneCallCustomer(request: ChoosePhoneCallCustomerRequest, call: Call) {
    return this.calls.choose(request, call);
  }

  createExtension(request: CreateExtensionRequest, call: Call) {
    return this.extensions.create(request, call);
  }

  getExtension({ id }: GetExtensionRequest, call: Call) {
    return this.extensions.get(id, call);
  }

  listExtensions(request: ListExtensionsRequest, call: Call) {
    return this.extensions.list(request, call);
  }

  updateExtension(request: UpdateExtensionRequest, call: Call) {
    return this.extensions.update(request, call);
  }

  deleteExtension({ id }: DeleteExtensionRequest, call: Call) {
    return this.extensions.delete(id, call);
  }
}
