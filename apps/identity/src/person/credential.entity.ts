import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/**
 * What a person signs in with. In a table of its own that no person's call reaches; its changes are audited by
 * hand, since an audit row of a change would carry the hash.
 */
@Entity('credential')
@Guarded(internal(), { audited: false })
export class CredentialRow {
  @PrimaryColumn('uuid') personId!: string;
  /** argon2id in the PHC string format: parameters, salt and hash. */
  @Column('text') hash!: string;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
}
