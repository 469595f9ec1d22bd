import { Controller } from '@nestjs/common';
import type { ReadGrantApplied } from '@kontor/contracts/gen/kontor/identity/v1/read_request_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { ReadRequestRow } from './read-request.entity.js';
import { recordOwners } from './rules/record-owners.js';

const owners = { from: [...recordOwners] };

/** Notes what became of grants in the services that own the records. */
@Controller()
export class ReadRequestConsumer {
  @OnEvent('kontor.identity.v1.ReadGrantApplied', owners)
  async applied({ id, applied, reason }: ReadGrantApplied, { tx }: EventContext): Promise<void> {
    const [row] = await tx.select(ReadRequestRow, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
    if (row?.grantStatus !== 'pending') return;
    const grantStatus = applied ? 'applied' : 'refused';
    const after = tx.update<ReadRequestRow>(ReadRequestRow, row, {
      grantStatus,
      grantReason: applied ? undefined : reason,
    });
    const { version, personId } = after;
    const changes = { personId, grantStatus, reason: after.grantReason };
    tx.audit({ action: 'apply', object: 'read-request', objectId: id, version, changes });
  }
}
