import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import {
  OidcServiceControllerMethods,
  type BeginOidcRequest,
  type BeginOidcResponse,
  type CompleteOidcRequest,
  type OidcServiceController,
} from '@kontor/contracts/gen/kontor/identity/v1/oidc_service';
import { OidcService } from './oidc.service.js';

/** Calls about signing in by an OpenID Connect provider. */
@Controller()
@OidcServiceControllerMethods()
export class OidcController implements OidcServiceController {
  constructor(private readonly oidc: OidcService) {}

  beginOidc(_: BeginOidcRequest, call: Call): Promise<BeginOidcResponse> {
    return this.oidc.begin(call);
  }

  completeOidc(request: CompleteOidcRequest, call: Call): Promise<Session> {
    return this.oidc.complete(request, call);
  }
}
