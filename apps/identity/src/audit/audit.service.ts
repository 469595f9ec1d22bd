import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import type { Rights } from '@kontor/access/rights';
import type { AuditDigest, AuditEntry } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import type {
  GetAuditKeyResponse,
  ListAuditDigestsRequest,
  ListAuditDigestsResponse,
  ListAuditEntriesRequest,
  ListAuditEntriesResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/audit_service';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { ownCall } from '../own-call.js';
import { AuditDigestRow } from './audit-digest.entity.js';
import { AuditDigests } from './audit-digests.js';
import { AuditEntryRow } from './audit-entry.entity.js';
import { lockHead } from './audit-head.js';
import { newestFirst } from './audit-keys.js';
import { shownChanges } from './rules/shown-changes.js';

/** Reading the central audit: administrators all of it, others what people in their reach did. */
@Injectable()
export class AuditService {
  private readonly entryFields = queryFields(contract.fields('kontor.identity.v1.AuditEntry'));
  private readonly digestFields = queryFields(contract.fields('kontor.identity.v1.AuditDigest'));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly digests: AuditDigests,
    private readonly config: IdentityConfig,
  ) {}

  listEntries(request: ListAuditEntriesRequest, call: Call): Promise<ListAuditEntriesResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, AuditEntryRow, 'audit_entry', request, {
        fields: this.entryFields,
        ...this.listing(call),
      });
      const rights = rightsOf(call.caller);
      return { auditEntries: rows.map((row) => asEntry(row, rights)), ...page };
    });
  }

  getEntry(id: string, call: Call): Promise<AuditEntry> {
    return this.unitOfWork.readOne(call, async (tx) =>
      asEntry(await tx.get(AuditEntryRow, id), rightsOf(call.caller)),
    );
  }

  listDigests(request: ListAuditDigestsRequest, call: Call): Promise<ListAuditDigestsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, AuditDigestRow, 'audit_digest', request, {
        fields: this.digestFields,
        ...this.listing(call),
      });
      return { auditDigests: rows, ...page };
    });
  }

  /** Signs how the audit stands now. The newest digest, where nothing has come since. */
  createDigest(call: Call): Promise<AuditDigest> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      const digest = await this.digests.makeNow(tx, await lockHead(tx));
      if (!digest) throw new AppError('conflict', 'audit-empty');
      tx.audit({ action: 'create', object: 'audit-digest', objectId: digest.id });
      return digest;
    });
  }

  keys(call: Call): Promise<GetAuditKeyResponse> {
    return this.unitOfWork.read(ownCall(call), async (tx) => ({
      keys: (await newestFirst(tx)).map(({ id, publicKey, createTime }) => ({ id, publicKey, createTime })),
    }));
  }

  private listing({ method }: Call) {
    return { defaultOrder: 'time desc', method, secret: this.config.secret };
  }
}

function asEntry(row: AuditEntryRow, rights: Rights): AuditEntry {
  const { recordVersion, changes: _, ...entry } = row;
  return { ...entry, version: recordVersion, changes: shownChanges(row, rights) };
}
