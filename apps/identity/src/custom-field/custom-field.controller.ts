import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  CustomFieldServiceControllerMethods,
  type CreateCustomFieldRequest,
  type CustomFieldServiceController,
  type GetCustomFieldRequest,
  type GetFieldQualityRequest,
  type ListCustomFieldVersionsRequest,
  type ListCustomFieldsRequest,
  type RestoreCustomFieldRequest,
  type UndoCustomFieldRequest,
  type UpdateCustomFieldRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/custom_field_service';
import { CustomFieldService } from './custom-field.service.js';

/** Calls about fields that administrators add to objects. */
@Controller()
@CustomFieldServiceControllerMethods()
export class CustomFieldController implements CustomFieldServiceController {
  constructor(private readonly fields: CustomFieldService) {}

  createCustomField(request: CreateCustomFieldRequest, call: Call) {
    return this.fields.create(request, call);
  }

  getCustomField({ id }: GetCustomFieldRequest, call: Call) {
    return this.fields.get(id, call);
  }

  listCustomFields(request: ListCustomFieldsRequest, call: Call) {
    return this.fields.list(request, call);
  }

  updateCustomField(request: UpdateCustomFieldRequest, call: Call) {
    return this.fields.update(request, call);
  }

  undoCustomField(request: UndoCustomFieldRequest, call: Call) {
    return this.fields.undo(request, call);
  }

  listCustomFieldVersions({ id }: ListCustomFieldVersionsRequest, call: Call) {
    return this.fields.versions(id, call);
  }

  restoreCustomField(request: RestoreCustomFieldRequest, call: Call) {
    return this.fields.restore(request, call);
  }

  getFieldQuality(request: GetFieldQualityRequest, call: Call) {
    return this.fields.quality(request, call);
  }
}
