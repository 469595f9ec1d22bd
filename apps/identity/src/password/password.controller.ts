import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  PasswordServiceControllerMethods,
  type ChangePasswordRequest,
  type ForgotPasswordRequest,
  type PasswordServiceController,
  type RedeemPasswordRequest,
  type ResetPasswordRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/password_service';
import { PasswordService } from './password.service.js';

/** Calls about passwords. */
@Controller()
@PasswordServiceControllerMethods()
export class PasswordController implements PasswordServiceController {
  constructor(private readonly passwords: PasswordService) {}

  changePassword(request: ChangePasswordRequest, call: Call): Promise<void> {
    return this.passwords.change(request, call);
  }

  resetPassword(request: ResetPasswordRequest, call: Call): Promise<void> {
    return this.passwords.reset(request, call);
  }

  forgotPassword(request: ForgotPasswordRequest, call: Call): Promise<void> {
    return this.passwords.forgot(request, call);
  }

  redeemPassword(request: RedeemPasswordRequest, call: Call): Promise<void> {
    return this.passwords.redeem(request, call);
  }
}
