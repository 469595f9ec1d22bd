import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { RotationMove, RotationState } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A rotation is its planner's alone, in whose name and with whose rights it runs. */
export const rotationPolicy = personal('person_id');

@Entity('rotation')
@Guarded(rotationPolicy)
export class Rotation {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('jsonb') moves!: RotationMove[];
  @Column('text') filter!: string;
  @Column('jsonb') excludeStatuses!: CustomerStatus[];
  @Column('integer', { nullable: true }) repeatMonths?: number | undefined;
  @Column('timestamptz', { nullable: true }) startTime?: string | undefined;
  /** When the first round began; months of later ones count from it, so that its 31st is not lost in a shorter month. */
  @Column('timestamptz', { nullable: true }) firstStartTime?: string | undefined;
  @Column('text') state!: RotationState;
  @Column('integer') round!: number;
  /** Whether the customers of the round that comes are noted already. */
  @Column('boolean') noted!: boolean;
  @Column('uuid') personId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
