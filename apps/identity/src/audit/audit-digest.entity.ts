import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type { AuditDigest } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import { Guarded } from '@kontor/database/guarded';

/** A signed digest of the audit. It names nobody, and shows by itself whether it is ours. */
@Entity('audit_digest')
@Guarded(open(), { audited: false })
export class AuditDigestRow implements AuditDigest {
  @PrimaryColumn('uuid') id!: string;
  @Column('bigint') fromSeq!: string;
  @Column('bigint') toSeq!: string;
  /** base64url. */
  @Column('text') headHash!: string;
  @Column('text') previousSignature!: string;
  @Column('timestamptz') time!: string;
  @Column('uuid') keyId!: string;
  @Column('text') signature!: string;
}
