import { Controller } from '@nestjs/common';
import {
  WebLeadServiceControllerMethods,
  type AcceptWebSubmissionRequest,
  type CreateWebFormRequest,
  type DiscardWebSubmissionRequest,
  type GetWebFormPageRequest,
  type GetWebSubmissionRequest,
  type ListWebFormsRequest,
  type ListWebSubmissionsRequest,
  type SubmitWebFormRequest,
  type UpdateWebFormRequest,
  type WebLeadServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead_service';
import type { Call } from '@kontor/access/call';
import { SubmissionTrayService } from './submission-tray.service.js';
import { WebFormService } from './web-form.service.js';

/** Calls of web forms and of what they bring. */
@Controller()
@WebLeadServiceControllerMethods()
export class WebLeadController implements WebLeadServiceController {
  constructor(
    private readonly forms: WebFormService,
    private readonly tray: SubmissionTrayService,
  ) {}

  createWebForm(request: CreateWebFormRequest, call: Call) {
    return this.forms.create(request, call);
  }

  listWebForms(request: ListWebFormsRequest, call: Call) {
    return this.forms.list(request, call);
  }

  updateWebForm(request: UpdateWebFormRequest, call: Call) {
    return this.forms.update(request, call);
  }

  getWebFormPage({ id }: GetWebFormPageRequest, call: Call) {
    return this.forms.page(id, call);
  }

  submitWebForm(request: SubmitWebFormRequest, call: Call) {
    return this.forms.submit(request, call);
  }

  listWebSubmissions(request: ListWebSubmissionsRequest, call: Call) {
    return this.tray.list(request, call);
  }

  getWebSubmission({ id }: GetWebSubmissionRequest, call: Call) {
    return this.tray.get(id, call);
  }

  acceptWebSubmission(request: AcceptWebSubmissionRequest, call: Call) {
    return this.tray.accept(request, call);
  }

  discardWebSubmission({ id }: DiscardWebSubmissionRequest, call: Call) {
    return this.tray.discard(id, call);
  }
}
