import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A call at one phone, whosever it is: ring groups ring at many, hunt lines at one after another. */
@Entity('call_leg')
@Guarded(internal(), { audited: false })
export class CallLeg {
  @PrimaryColumn('uuid') exchangeCallId!: string;
  /** Number of the phone. */
  @PrimaryColumn('text') extension!: string;
  /** Whose phone it was; absent where it was nobody's. */
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  @Column('timestamptz', { nullable: true }) ringTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) answerTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) hangupTime?: string | undefined;
}
