import { Controller } from '@nestjs/common';
import {
  ImportServiceControllerMethods,
  type CancelImportRequest,
  type CreateImportRequest,
  type GetImportRequest,
  type ImportServiceController,
  type ListImportBadRowsRequest,
  type ListImportsRequest,
  type StartImportRequest,
  type WriteImportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Call } from '@kontor/access/call';
import { ImportBadRows } from './import-bad-rows.js';
import { ImportUpload } from './import-upload.js';
import { ImportService } from './import.service.js';

@Controller()
@ImportServiceControllerMethods()
export class ImportController implements ImportServiceController {
  constructor(
    private readonly imports: ImportService,
    private readonly upload: ImportUpload,
    private readonly badRows: ImportBadRows,
  ) {}

  createImport(request: CreateImportRequest, call: Call) {
    return this.upload.create(request, call);
  }

  writeImportChunk(request: WriteImportChunkRequest, call: Call) {
    return this.upload.write(request, call);
  }

  startImport(request: StartImportRequest, call: Call) {
    return this.upload.start(request, call);
  }

  getImport({ id }: GetImportRequest, call: Call) {
    return this.imports.get(id, call);
  }

  listImports(request: ListImportsRequest, call: Call) {
    return this.imports.list(request, call);
  }

  cancelImport({ id }: CancelImportRequest, call: Call) {
    return this.imports.cancel(id, call);
  }

  listImportBadRows(request: ListImportBadRowsRequest, call: Call) {
    return this.badRows.list(request, call);
  }
}
