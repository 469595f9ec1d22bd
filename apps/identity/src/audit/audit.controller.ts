import { Controller } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { AuditDigest, AuditEntry } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import {
  AuditServiceControllerMethods,
  type AuditServiceController,
  type CreateAuditDigestRequest,
  type GetAuditEntryRequest,
  type GetAuditKeyRequest,
  type GetAuditKeyResponse,
  type ListAuditDigestsRequest,
  type ListAuditDigestsResponse,
  type ListAuditEntriesRequest,
  type ListAuditEntriesResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/audit_service';
import { AuditService } from './audit.service.js';

/** Calls about the central audit. */
@Controller()
@AuditServiceControllerMethods()
export class AuditController implements AuditServiceController {
  constructor(private readonly audit: AuditService) {}

  listAuditEntries(request: ListAuditEntriesRequest, call: Call): Promise<ListAuditEntriesResponse> {
    return this.audit.listEntries(request, call);
  }

  getAuditEntry({ id }: GetAuditEntryRequest, call: Call): Promise<AuditEntry> {
    return this.audit.getEntry(id, call);
  }

  listAuditDigests(request: ListAuditDigestsRequest, call: Call): Promise<ListAuditDigestsResponse> {
    return this.audit.listDigests(request, call);
  }

  createAuditDigest(_request: CreateAuditDigestRequest, call: Call): Promise<AuditDigest> {
    return this.audit.createDigest(call);
  }

  getAuditKey(_request: GetAuditKeyRequest, call: Call): Promise<GetAuditKeyResponse> {
    return this.audit.keys(call);
  }
}
