import { Controller } from '@nestjs/common';
import {
  RotationServiceControllerMethods,
  type CancelRotationRequest,
  type CreateRotationRequest,
  type GetRotationRequest,
  type ListRotationItemsRequest,
  type ListRotationsRequest,
  type RotationServiceController,
  type StartRotationRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/rotation_service';
import type { Call } from '@kontor/access/call';
import { RotationService } from './rotation.service.js';

/** Calls of planned rotation. */
@Controller()
@RotationServiceControllerMethods()
export class RotationController implements RotationServiceController {
  constructor(private readonly rotations: RotationService) {}

  createRotation(request: CreateRotationRequest, call: Call) {
    return this.rotations.create(request, call);
  }

  getRotation({ id }: GetRotationRequest, call: Call) {
    return this.rotations.get(id, call);
  }

  listRotations(request: ListRotationsRequest, call: Call) {
    return this.rotations.list(request, call);
  }

  listRotationItems(request: ListRotationItemsRequest, call: Call) {
    return this.rotations.items(request, call);
  }

  startRotation({ id }: StartRotationRequest, call: Call) {
    return this.rotations.start(id, call);
  }

  cancelRotation({ id }: CancelRotationRequest, call: Call) {
    return this.rotations.cancel(id, call);
  }
}
