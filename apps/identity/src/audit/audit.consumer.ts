import { Controller } from '@nestjs/common';
import type { AuditRecorded } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { AuditDigests } from './audit-digests.js';
import { AuditLog } from './audit-log.js';
import { auditedServices } from './audited-services.js';
import { MassReads } from './mass-reads.js';

/** Takes the audit rows of every service into the central audit. */
@Controller()
export class AuditConsumer {
  constructor(
    private readonly log: AuditLog,
    private readonly digests: AuditDigests,
    private readonly massReads: MassReads,
  ) {}

  @OnEvent('kontor.audit.v1.AuditRecorded', { from: auditedServices })
  async recorded(event: AuditRecorded, { tx }: EventContext): Promise<void> {
    const { head, added } = await this.log.append(tx, event);
    if (added.length === 0) return;
    await this.massReads.notice(tx, added);
    await this.digests.makeIfDue(tx, head);
  }
}
