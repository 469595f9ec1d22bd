import { Controller } from '@nestjs/common';
import {
  MergeServiceControllerMethods,
  type GetMergeRequest,
  type ListMergesRequest,
  type MergeCustomersRequest,
  type MergeServiceController,
  type PreviewMergeRequest,
  type UndoMergeRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import type { Call } from '@kontor/access/call';
import { MergePreviews } from './merge-preview.js';
import { MergeUndo } from './merge-undo.js';
import { MergeService } from './merge.service.js';

/** Calls of merging customers. */
@Controller()
@MergeServiceControllerMethods()
export class MergeController implements MergeServiceController {
  constructor(
    private readonly merges: MergeService,
    private readonly undo: MergeUndo,
    private readonly previews: MergePreviews,
  ) {}

  mergeCustomers(request: MergeCustomersRequest, call: Call) {
    return this.merges.merge(request, call);
  }

  previewMerge(request: PreviewMergeRequest, call: Call) {
    return this.previews.preview(request, call);
  }

  getMerge({ id }: GetMergeRequest, call: Call) {
    return this.merges.get(id, call);
  }

  listMerges(request: ListMergesRequest, call: Call) {
    return this.merges.list(request, call);
  }

  undoMerge({ id }: UndoMergeRequest, call: Call) {
    return this.undo.undo(id, call);
  }
}
