import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** An Ed25519 pair that signs, or signed, digests of the audit. */
@Entity('audit_key')
@Guarded(internal(), { audited: false })
export class AuditKeyRow {
  @PrimaryColumn('uuid') id!: string;
  /** `x` of the public JSON Web Key. */
  @Column('text') publicKey!: string;
  /** PKCS #8, sealed with a key derived from KONTOR_SECRET. */
  @Column('text') privateKey!: string;
  @Column('timestamptz') createTime!: string;
}
