import { Controller } from '@nestjs/common';
import {
  FileServiceControllerMethods,
  type CreateFileRequest,
  type DeleteFileRequest,
  type FileServiceController,
  type FinishFileRequest,
  type GetFileRequest,
  type ListFilesRequest,
  type ReadFileChunkRequest,
  type WriteFileChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { Call } from '@kontor/access/call';
import { FileUpload } from './file-upload.js';
import { FileService } from './file.service.js';

@Controller()
@FileServiceControllerMethods()
export class FileController implements FileServiceController {
  constructor(
    private readonly files: FileService,
    private readonly uploads: FileUpload,
  ) {}

  createFile(request: CreateFileRequest, call: Call) {
    return this.files.create(request, call);
  }

  writeFileChunk(request: WriteFileChunkRequest, call: Call) {
    return this.uploads.write(request, call);
  }

  finishFile(request: FinishFileRequest, call: Call) {
    return this.uploads.finish(request, call);
  }

  getFile(request: GetFileRequest, call: Call) {
    return this.files.get(request, call);
  }

  listFiles(request: ListFilesRequest, call: Call) {
    return this.files.list(request, call);
  }

  readFileChunk(request: ReadFileChunkRequest, call: Call) {
    return this.files.read(request, call);
  }

  deleteFile(request: DeleteFileRequest, call: Call) {
    return this.files.delete(request, call);
  }
}
