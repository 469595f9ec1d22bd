import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  TotpServiceControllerMethods,
  type ConfirmTotpRequest,
  type ConfirmTotpResponse,
  type DisablePersonTotpRequest,
  type DisableTotpRequest,
  type EnrolTotpRequest,
  type EnrolTotpResponse,
  type GetTotpRequest,
  type TotpServiceController,
  type TotpState,
} from '@kontor/contracts/gen/kontor/identity/v1/totp_service';
import { TotpService } from './totp.service.js';

/** Calls about one-time codes. */
@Controller()
@TotpServiceControllerMethods()
export class TotpController implements TotpServiceController {
  constructor(private readonly totp: TotpService) {}

  getTotp(_: GetTotpRequest, call: Call): Promise<TotpState> {
    return this.totp.state(call);
  }

  enrolTotp(request: EnrolTotpRequest, call: Call): Promise<EnrolTotpResponse> {
    return this.totp.enrol(request, call);
  }

  confirmTotp(request: ConfirmTotpRequest, call: Call): Promise<ConfirmTotpResponse> {
    return this.totp.confirm(request, call);
  }

  disableTotp(request: DisableTotpRequest, call: Call): Promise<void> {
    return this.totp.disable(request, call);
  }

  disablePersonTotp({ personId }: DisablePersonTotpRequest, call: Call): Promise<void> {
    return this.totp.disableFor(personId, call);
  }
}
