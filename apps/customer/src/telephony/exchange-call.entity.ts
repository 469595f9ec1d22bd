import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Direction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PhoneCallState } from '@kontor/contracts/gen/kontor/customer/v1/telephony';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A call as the exchange knows it, whatever phones it rang at and whichever of its nodes told of it. */
@Entity('exchange_call')
@Guarded(internal(), { audited: false })
export class ExchangeCall {
  @PrimaryColumn('uuid') id!: string;
  /** Name of the exchange; with `callId` unique. */
  @Column('text') exchange!: string;
  @Column('text') callId!: string;
  /** The other side: E.164, or as it was told; empty where withheld. */
  @Column('text') number!: string;
  @Column('boolean') withheld!: boolean;
  @Column('text') direction!: Direction;
  @Column('timestamptz', { nullable: true }) ringTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) answerTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) hangupTime?: string | undefined;
  /** Who answered. */
  @Column('uuid', { nullable: true }) agentId?: string | undefined;
  @Column('text') state!: PhoneCallState;
  /** When the next step is due that no event brings; absent once the call is settled. */
  @Column('timestamptz', { nullable: true }) settleTime?: string | undefined;
  /** Whom the agent chose. */
  @Column('uuid', { nullable: true }) customerId?: string | undefined;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  /** The talk that was logged of it. */
  @Column('uuid', { nullable: true }) interactionId?: string | undefined;
}
