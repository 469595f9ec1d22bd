import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RotationItemState } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { rotationPolicy } from './rotation.entity.js';

/** A customer as noted for one round of a rotation. What moves is audited itself. */
@Entity('rotation_item')
@Guarded(follows('rotation_id', 'rotation', rotationPolicy), { audited: false })
export class RotationItem {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') rotationId!: string;
  @Column('integer') round!: number;
  @Column('uuid') customerId!: string;
  @Column('uuid') fromId!: string;
  @Column('uuid') toId!: string;
  @Column('text') state!: RotationItemState;
  @Column('text') reason!: string;
}
