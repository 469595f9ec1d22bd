import { Controller } from '@nestjs/common';
import {
  SegmentServiceControllerMethods,
  type AddSegmentMembersRequest,
  type CountSegmentMembersRequest,
  type CreateSegmentRequest,
  type CreateSegmentShareRequest,
  type DeleteSegmentRequest,
  type DeleteSegmentShareRequest,
  type FreezeSegmentRequest,
  type GetSegmentRequest,
  type GetSegmentSnapshotRequest,
  type ListMembershipChangesRequest,
  type ListSegmentChangesRequest,
  type ListSegmentMembersRequest,
  type ListSegmentSharesRequest,
  type ListSegmentSnapshotsRequest,
  type ListSegmentsRequest,
  type ListSnapshotMembersRequest,
  type PreviewSegmentRequest,
  type RemoveSegmentMembersRequest,
  type SegmentServiceController,
  type UpdateSegmentRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import type { Call } from '@kontor/access/call';
import { SegmentChanges } from './segment-changes.service.js';
import { SegmentMembers } from './segment-members.service.js';
import { SegmentService } from './segment.service.js';

/** Calls of segments. */
@Controller()
@SegmentServiceControllerMethods()
export class SegmentController implements SegmentServiceController {
  constructor(
    private readonly segments: SegmentService,
    private readonly members: SegmentMembers,
    private readonly changes: SegmentChanges,
  ) {}

  createSegment(request: CreateSegmentRequest, call: Call) {
    return this.segments.create(request, call);
  }

  getSegment({ id }: GetSegmentRequest, call: Call) {
    return this.segments.get(id, call);
  }

  listSegments(request: ListSegmentsRequest, call: Call) {
    return this.segments.list(request, call);
  }

  updateSegment(request: UpdateSegmentRequest, call: Call) {
    return this.segments.update(request, call);
  }

  deleteSegment(request: DeleteSegmentRequest, call: Call) {
    return this.segments.delete(request, call);
  }

  previewSegment(request: PreviewSegmentRequest, call: Call) {
    return this.segments.preview(request, call);
  }

  listSegmentMembers(request: ListSegmentMembersRequest, call: Call) {
    return this.members.list(request, call);
  }

  countSegmentMembers({ segmentId }: CountSegmentMembersRequest, call: Call) {
    return this.members.count(segmentId, call);
  }

  addSegmentMembers(request: AddSegmentMembersRequest, call: Call) {
    return this.members.add(request, call);
  }

  removeSegmentMembers(request: RemoveSegmentMembersRequest, call: Call) {
    return this.members.remove(request, call);
  }

  listSegmentChanges(request: ListSegmentChangesRequest, call: Call) {
    return this.changes.ofCustomer(request, call);
  }

  listMembershipChanges(request: ListMembershipChangesRequest, call: Call) {
    return this.changes.ofSegment(request, call);
  }

  freezeSegment({ id }: FreezeSegmentRequest, call: Call) {
    return this.members.freeze(id, call);
  }

  getSegmentSnapshot({ id }: GetSegmentSnapshotRequest, call: Call) {
    return this.members.snapshot(id, call);
  }

  listSegmentSnapshots(request: ListSegmentSnapshotsRequest, call: Call) {
    return this.members.snapshots(request, call);
  }

  listSnapshotMembers(request: ListSnapshotMembersRequest, call: Call) {
    return this.members.frozen(request, call);
  }

  createSegmentShare(request: CreateSegmentShareRequest, call: Call) {
    return this.segments.share(request, call);
  }

  listSegmentShares({ segmentId }: ListSegmentSharesRequest, call: Call) {
    return this.segments.shares(segmentId, call);
  }

  deleteSegmentShare(request: DeleteSegmentShareRequest, call: Call) {
    return this.segments.endShare(request, call);
  }
}
