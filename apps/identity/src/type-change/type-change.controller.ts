import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  TypeChangeServiceControllerMethods,
  type CancelTypeChangeRequest,
  type CreateTypeChangeRequest,
  type GetTypeChangeRequest,
  type ListTypeChangesRequest,
  type RunTypeChangeRequest,
  type TypeChangeServiceController,
  type UndoTypeChangeRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/type_change_service';
import { TypeChangeService } from './type-change.service.js';

/** Calls about changes of the type of custom fields. */
@Controller()
@TypeChangeServiceControllerMethods()
export class TypeChangeController implements TypeChangeServiceController {
  constructor(private readonly changes: TypeChangeService) {}

  createTypeChange(request: CreateTypeChangeRequest, call: Call) {
    return this.changes.create(request, call);
  }

  getTypeChange({ id }: GetTypeChangeRequest, call: Call) {
    return this.changes.get(id, call);
  }

  listTypeChanges(request: ListTypeChangesRequest, call: Call) {
    return this.changes.list(request, call);
  }

  runTypeChange(request: RunTypeChangeRequest, call: Call) {
    return this.changes.run(request, call);
  }

  cancelTypeChange(request: CancelTypeChangeRequest, call: Call) {
    return this.changes.cancel(request, call);
  }

  undoTypeChange(request: UndoTypeChangeRequest, call: Call) {
    return this.changes.undo(request, call);
  }
}
