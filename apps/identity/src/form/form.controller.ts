import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  FormServiceControllerMethods,
  type CreateFormRequest,
  type DeleteFormRequest,
  type FormServiceController,
  type GetFormRequest,
  type GetMyFormRequest,
  type ListFormVersionsRequest,
  type ListFormsRequest,
  type PreviewFormRequest,
  type PublishFormRequest,
  type RestoreFormRequest,
  type UndoFormRequest,
  type UpdateFormRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/form_service';
import { FormViewService } from './form-view.service.js';
import { FormService } from './form.service.js';

/** Calls about forms. */
@Controller()
@FormServiceControllerMethods()
export class FormController implements FormServiceController {
  constructor(
    private readonly forms: FormService,
    private readonly views: FormViewService,
  ) {}

  createForm(request: CreateFormRequest, call: Call) {
    return this.forms.create(request, call);
  }

  getForm({ id }: GetFormRequest, call: Call) {
    return this.forms.get(id, call);
  }

  listForms(request: ListFormsRequest, call: Call) {
    return this.forms.list(request, call);
  }

  updateForm(request: UpdateFormRequest, call: Call) {
    return this.forms.update(request, call);
  }

  publishForm(request: PublishFormRequest, call: Call) {
    return this.forms.publish(request, call);
  }

  undoForm(request: UndoFormRequest, call: Call) {
    return this.forms.undo(request, call);
  }

  listFormVersions({ id }: ListFormVersionsRequest, call: Call) {
    return this.forms.versions(id, call);
  }

  restoreForm(request: RestoreFormRequest, call: Call) {
    return this.forms.restore(request, call);
  }

  previewForm(request: PreviewFormRequest, call: Call) {
    return this.views.preview(request, call);
  }

  deleteForm(request: DeleteFormRequest, call: Call) {
    return this.forms.delete(request, call);
  }

  getMyForm(request: GetMyFormRequest, call: Call) {
    return this.views.mine(request, call);
  }
}
