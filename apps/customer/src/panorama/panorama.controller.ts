import { Controller } from '@nestjs/common';
import {
  PanoramaServiceControllerMethods,
  type GetPanoramaRequest,
  type PanoramaServiceController,
} from '@kontor/contracts/gen/kontor/customer/v1/panorama_service';
import type { Call } from '@kontor/access/call';
import { PanoramaService } from './panorama.service.js';

/** The call by which the gateway gets everything about a customer. */
@Controller()
@PanoramaServiceControllerMethods()
export class PanoramaController implements PanoramaServiceController {
  constructor(private readonly panoramas: PanoramaService) {}

  getPanorama({ id }: GetPanoramaRequest, call: Call) {
    return this.panoramas.get(id, call);
  }
}
