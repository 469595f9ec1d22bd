import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Direction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PhoneCallState } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A call at the phone of one person, who alone sees it. */
@Entity('rung_call')
@Guarded(personal('person_id'), { audited: false })
export class RungCall {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') exchangeCallId!: string;
  @Column('uuid') personId!: string;
  @Column('text') number!: string;
  @Column('boolean') withheld!: boolean;
  @Column('text') direction!: Direction;
  @Column('text') state!: PhoneCallState;
  @Column('timestamptz') ringTime!: string;
  @Column('uuid', { nullable: true }) interactionId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
}
