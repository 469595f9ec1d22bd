import { Controller } from '@nestjs/common';
import {
  ContactGuardServiceControllerMethods,
  type CheckContactRequest,
  type ContactGuardServiceController,
  type ListContactGuardSettingsRequest,
  type ListContactPreferencesRequest,
  type SetContactGuardSettingRequest,
  type SetContactPreferenceRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/contact_guard_service';
import type { Call } from '@kontor/access/call';
import { ContactGuardService } from './contact-guard.service.js';

/** Calls of the guard that keeps customers from being pestered. */
@Controller()
@ContactGuardServiceControllerMethods()
export class ContactGuardController implements ContactGuardServiceController {
  constructor(private readonly guard: ContactGuardService) {}

  setContactPreference(request: SetContactPreferenceRequest, call: Call) {
    return this.guard.setPreference(request, call);
  }

  listContactPreferences({ customerId }: ListContactPreferencesRequest, call: Call) {
    return this.guard.preferences(customerId, call);
  }

  checkContact(request: CheckContactRequest, call: Call) {
    return this.guard.check(request, call);
  }

  listContactGuardSettings(_request: ListContactGuardSettingsRequest, call: Call) {
    return this.guard.guardSettings(call);
  }

  setContactGuardSetting(request: SetContactGuardSettingRequest, call: Call) {
    return this.guard.setGuardSetting(request, call);
  }
}
