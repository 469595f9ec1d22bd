import { Controller } from '@nestjs/common';
import {
  PanoramaServiceControllerMethods,
  type GetPanoramaRequest,
  type PanoramaServiceController,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/panorama_service';
import type { Call } from '@kontor/access/call';
import { PanoramaService } from './panorama.service.js';

/** The call by which the gateway gets what there is to sell to a customer. */
@Controller()
@PanoramaServiceControllerMethods()
export class PanoramaController implements PanoramaServiceController {
  constructor(private readonly panoramas: PanoramaService) {}

  getPanorama({ customerId }: GetPanoramaRequest, call: Call) {
    return this.panoramas.get(customerId, call);
  }
}
