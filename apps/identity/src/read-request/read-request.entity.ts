import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import type { GrantStatus } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import { Guarded } from '@kontor/database/guarded';

/** How a request was dealt with. */
export type Outcome = 'answered' | 'granted' | 'refused';

/**
 * A request to read something. Who may see it hangs on the reporting line: decided by a rule. The audit is written by
 * hand, since an answer must not stand in it.
 */
@Entity('read_request')
@Guarded(internal(), { audited: false })
export class ReadRequestRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') object!: string;
  @Column('uuid') objectId!: string;
  @Column('text', { nullable: true }) field?: string | undefined;
  @Column('text') question!: string;
  /** Absent while it is open. */
  @Column('text', { nullable: true }) outcome?: Outcome | undefined;
  @Column('uuid', { nullable: true }) answererId?: string | undefined;
  @Column('timestamptz', { nullable: true }) answerTime?: string | undefined;
  @Column('text', { nullable: true }) answer?: string | undefined;
  @Column('timestamptz', { nullable: true }) grantEndTime?: string | undefined;
  @Column('text', { nullable: true }) grantStatus?: GrantStatus | undefined;
  @Column('text', { nullable: true }) grantReason?: string | undefined;
  @Column('timestamptz') expireTime!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  etag!: string;
}
