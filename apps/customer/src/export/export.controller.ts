import { Controller } from '@nestjs/common';
import {
  ExportServiceControllerMethods,
  type CancelExportRequest,
  type CreateExportRequest,
  type ExportServiceController,
  type GetExportRequest,
  type ListExportsRequest,
  type ReadExportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/export_service';
import type { Call } from '@kontor/access/call';
import { ExportService } from './export.service.js';

@Controller()
@ExportServiceControllerMethods()
export class ExportController implements ExportServiceController {
  constructor(private readonly exports: ExportService) {}

  createExport(request: CreateExportRequest, call: Call) {
    return this.exports.create(request, call);
  }

  getExport({ id }: GetExportRequest, call: Call) {
    return this.exports.get(id, call);
  }

  listExports(request: ListExportsRequest, call: Call) {
    return this.exports.list(request, call);
  }

  cancelExport({ id }: CancelExportRequest, call: Call) {
    return this.exports.cancel(id, call);
  }

  readExportChunk(request: ReadExportChunkRequest, call: Call) {
    return this.exports.chunk(request, call);
  }
}
