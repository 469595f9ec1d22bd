import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  Address,
  AssignmentState,
  Channel,
  CustomerKind,
  CustomerStatus,
  Phone,
  ReclaimCause,
} from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { owned } from '@kontor/access/row-policy';
import type { CustomValues } from '@kontor/custom-fields/rules/custom-changes';
import { Guarded } from '@kontor/database/guarded';

/**
 * Who may see a customer, and with it its contacts and talks: its owner and who reaches the owner; where nobody owns it,
 * its keeper (`guardian_id` is the one or the other, worked out by the database).
 */
export const customerPolicy = owned('guardian_id', 'customer', 'owner_id');

@Entity('customer')
@Guarded(customerPolicy)
export class Customer {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') kind!: CustomerKind;
  @Column('text') name!: string;
  @Column('text') status!: CustomerStatus;
  @Column('text') channel!: Channel;
  @Column('text') segment!: string;
  @Column('jsonb') phones!: Phone[];
  @Column('jsonb') emails!: string[];
  @Column('text') website!: string;
  /** Without spaces and strokes, in capitals; empty where nobody knows it. */
  @Column('text') taxNumber!: string;
  /** Fields that are said to be unknown, where a form lets them; not there at all in rows of before there were any. */
  @Column('jsonb', { nullable: true }) unknownFields!: string[];
  @Column('jsonb') addresses!: Address[];
  @Column('text') city!: string;
  @Column('text') note!: string;
  /** Absent while nobody owns it. */
  @Column('uuid', { nullable: true }) ownerId?: string | undefined;
  /** Who manages it while nobody owns it. */
  @Column('uuid', { nullable: true }) keeperId?: string | undefined;
  /** Of `owner_id` and `pool_id`, by the database. */
  @Column({ type: 'text', generatedType: 'STORED', asExpression: 'assignment_state' })
  assignmentState?: AssignmentState | undefined;
  @Column('timestamptz', { nullable: true }) assignTime?: string | undefined;
  @Column('uuid', { nullable: true }) poolId?: string | undefined;
  @Column('uuid', { nullable: true }) finderId?: string | undefined;
  @Column('uuid', { nullable: true }) formerOwnerId?: string | undefined;
  @Column('text', { nullable: true }) reclaimCause?: ReclaimCause | undefined;
  @Column('timestamptz', { nullable: true }) releaseTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) freezeUntil?: string | undefined;
  /** Since when it is lost; absent for others. */
  @Column('timestamptz', { nullable: true }) lostTime?: string | undefined;
  /** Since when it is a customer, silent or lost since; absent for prospects and where nobody knows. */
  @Column('timestamptz', { nullable: true }) wonTime?: string | undefined;
  /** Since when its owner has it frozen: of the freeze that runs, or ended last. */
  @Column('timestamptz', { nullable: true }) freezeStartTime?: string | undefined;
  @Column('text', { nullable: true }) freezeReason?: string | undefined;
  /** The superior who froze it, or approved. */
  @Column('uuid', { nullable: true }) freezeApproverId?: string | undefined;
  @Column('timestamptz', { nullable: true }) freezeRequestedUntil?: string | undefined;
  @Column('text', { nullable: true }) productLine?: string | undefined;
  @Column('text') source!: string;
  @Column('text') externalId!: string;
  @Column('timestamptz', { nullable: true }) lastContactTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) nextContactTime?: string | undefined;
  /** The talk that set the next contact. */
  @Column('uuid', { nullable: true }) nextContactInteractionId?: string | undefined;
  /** Values of custom fields; none where nobody filled one. */
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  /** Made of `version` by the unit of work. */
  etag!: string;
}
