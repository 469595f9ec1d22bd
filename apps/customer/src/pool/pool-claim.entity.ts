import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Claims that were made, kept or not: daily limits count these. History itself: no audit row beside it. */
@Entity('pool_claim')
@Guarded(internal(), { audited: false })
export class PoolClaim {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') poolId!: string;
  @Column('uuid') customerId!: string;
  @Column('uuid') personId!: string;
  @Column('timestamptz') time!: string;
}
