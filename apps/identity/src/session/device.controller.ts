import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import {
  DeviceServiceControllerMethods,
  type DeletePersonSessionsRequest,
  type DeleteSessionRequest,
  type DeviceServiceController,
  type ListSessionsRequest,
  type ListSessionsResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/device_service';
import { DeviceService } from './device.service.js';

/** Calls about signed-in devices. */
@Controller()
@DeviceServiceControllerMethods()
export class DeviceController implements DeviceServiceController {
  constructor(private readonly devices: DeviceService) {}

  listSessions(_: ListSessionsRequest, call: Call): Promise<ListSessionsResponse> {
    return this.devices.list(call);
  }

  deleteSession({ id }: DeleteSessionRequest, call: Call): Promise<void> {
    return this.devices.end(id, call);
  }

  deletePersonSessions({ personId }: DeletePersonSessionsRequest, call: Call): Promise<void> {
    return this.devices.endAll(personId, call);
  }
}
