import { Controller } from '@nestjs/common';
import {
  ConvertServiceControllerMethods,
  type ConvertCustomerRequest,
  type ConvertServiceController,
  type GetConversionRequest,
  type ListConversionsRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/convert_service';
import type { Call } from '@kontor/access/call';
import { ConvertService } from './convert.service.js';

@Controller()
@ConvertServiceControllerMethods()
export class ConvertController implements ConvertServiceController {
  constructor(private readonly conversions: ConvertService) {}

  convertCustomer(request: ConvertCustomerRequest, call: Call) {
    return this.conversions.convert(request, call);
  }

  listConversions(request: ListConversionsRequest, call: Call) {
    return this.conversions.list(request, call);
  }

  getConversion({ id }: GetConversionRequest, call: Call) {
    return this.conversions.get(id, call);
  }
}
