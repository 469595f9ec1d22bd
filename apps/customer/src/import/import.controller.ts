import { Controller } from '@nestjs/common';
import {
  ImportServiceControllerMethods,
  type CancelImportRequest,
  type CreateImportRequest,
  type GetImportRequest,
  type ImportServiceController,
  type ListImportBadRowsRequest,
  type ListImportChangesRequest,
  type ListImportsRequest,
  type StartImportRequest,
  type UndoImportRequest,
  type WriteImportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Call } from '@kontor/access/call';
import { ImportBadRows } from './import-bad-rows.js';
import { ImportChanges } from './import-changes.js';
import { ImportUndo } from './import-undo.js';
import { ImportUpload } from './import-upload.js';
import { ImportService } from './import.service.js';

@Controller()
@ImportServiceControllerMethods()
export class ImportController implements ImportServiceController {
  constructor(
    private readonly imports: ImportService,
    private readonly upload: ImportUpload,
    private readonly badRows: ImportBadRows,
    private readonly changes: ImportChanges,
    private readonly undoing: ImportUndo,
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

  listImportChanges(request: ListImportChangesRequest, call: Call) {
    return this.changes.list(request, call);
  }

  undoImport({ id }: UndoImportRequest, call: Call) {
    return this.undoing.start(id, call);
  }

  listImportBadRows(request: ListImportBadRowsRequest, call: Call) {
    return this.badRows.list(request, call);
  }
}
