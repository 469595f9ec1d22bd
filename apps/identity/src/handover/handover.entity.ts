import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import type {
  Handover,
  HandoverCause,
  HandoverPart,
  HandoverState,
  HandoverTarget,
} from '@kontor/contracts/gen/kontor/identity/v1/handover';
import { Guarded } from '@kontor/database/guarded';

/**
 * A hand-over. Who may see it hangs on the reporting line of now, so that it is decided by a rule and not by the row's
 * policy.
 */
@Entity('handover')
@Guarded(internal())
export class HandoverRow implements Handover {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') target!: HandoverTarget;
  @Column('jsonb') personIds!: string[];
  @Column('text') reason!: string;
  @Column('text') cause!: HandoverCause;
  @Column('text') state!: HandoverState;
  @Column('jsonb') parts!: HandoverPart[];
  @Column('text', { nullable: true }) stopReason?: string | undefined;
  @Column('uuid', { nullable: true }) actorId?: string | undefined;
  @Column('timestamptz', { nullable: true }) startTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
