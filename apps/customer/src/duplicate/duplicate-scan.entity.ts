import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DuplicateScanState } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** One look over all customers, or those that changed, for pairs that look alike. Tells counts only, so whoever has the permission sees it. */
@Entity('duplicate_scan')
@Guarded(open('duplicate-scan'), { audited: false })
export class DuplicateScan {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: DuplicateScanState;
  /** First the keys of all customers are made, then they are compared. */
  @Column('text') phase!: 'keys' | 'pairs';
  /** The last customer that this phase has dealt with. */
  @Column('uuid', { nullable: true }) afterId?: string | undefined;
  /** The company's day on which it looks at what changed since the last look; without one it looks at all. */
  @Column('date', { nullable: true }) night?: string | undefined;
  @Column('integer') customersTotal!: number;
  @Column('integer') customersDone!: number;
  @Column('integer') pairsFound!: number;
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
  etag!: string;
}
