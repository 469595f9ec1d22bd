import { Column, Entity, PrimaryColumn } from 'typeorm';
import { owned } from '@kontor/access/row-policy';
import type { AuditOutcome } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import { Guarded } from '@kontor/database/guarded';

/** An entry of the central audit, as lists read it. Written by AuditLog only; place and hash are no business of lists. */
@Entity('audit_entry')
@Guarded(owned('person_id', 'audit-entry'), { audited: false })
export class AuditEntryRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') service!: string;
  @Column('timestamptz') time!: string;
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  @Column('uuid', { nullable: true }) onBehalfOf?: string | undefined;
  @Column('text') action!: string;
  @Column('text') object!: string;
  @Column('text') objectId!: string;
  /** Version of the record; not of this row, which has none. */
  @Column('integer', { name: 'version', nullable: true }) recordVersion?: number | undefined;
  /** JSON text. */
  @Column('text', { nullable: true }) changes?: string | undefined;
  @Column('text') outcome!: AuditOutcome;
  @Column('text') requestId!: string;
}
