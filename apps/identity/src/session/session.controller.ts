import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import {
  SessionServiceControllerMethods,
  type CreateSessionRequest,
  type DeleteCurrentSessionRequest,
  type ListKeysResponse,
  type RefreshSessionRequest,
  type SessionServiceController,
} from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';
import { verificationKeys } from './signing-keys.js';

/** Calls about signing in and out. */
@Controller()
@SessionServiceControllerMethods()
export class SessionController implements SessionServiceController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  createSession(request: CreateSessionRequest, call: Call): Promise<Session> {
    return this.signIns.create(request, call);
  }

  refreshSession(request: RefreshSessionRequest, call: Call): Promise<Session> {
    return this.sessions.refresh(request, call);
  }

  deleteCurrentSession(_: DeleteCurrentSessionRequest, call: Call): Promise<void> {
    return this.sessions.end(call);
  }

  async listKeys(): Promise<ListKeysResponse> {
    return { keys: await verificationKeys(this.unitOfWork) };
  }
}
