import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DuplicatePairState, MatchKind } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/**
 * Two customers that look alike. The wall lets it be seen by whoever sees the first of them; every list and look asks
 * for the second, too.
 */
@Entity('duplicate_pair')
@Guarded(follows('first_id', 'customer', customerPolicy))
export class DuplicatePair {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') firstId!: string;
  @Column('uuid') secondId!: string;
  /** From 0 to 1, as Postgres writes decimals. */
  @Column('numeric') score!: string;
  @Column('jsonb') matched!: MatchKind[];
  @Column('text') state!: DuplicatePairState;
  /** Why it is none. */
  @Column('text') reason!: string;
  /** Who dismissed or merged it. */
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
