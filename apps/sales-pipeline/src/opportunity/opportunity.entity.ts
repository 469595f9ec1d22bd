import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OpportunityStage } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import { follows } from '@kontor/access/row-policy';
import type { CustomValues } from '@kontor/custom-fields/rules/custom-changes';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer-copy/customer-copy.entity.js';

/** A deal that may come about. Seen by whoever sees the customer, also when somebody else made it. */
@Entity('opportunity')
@Guarded(follows('customer_id', 'customer_copy', customerPolicy))
export class Opportunity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('uuid') customerId!: string;
  /** The customer that it was made for; `customerId` is that one, or the one that it became part of. */
  @Column('uuid') toldCustomerId!: string;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  /** The contact that was named; `contactId` is that one, or the one that it was joined with. */
  @Column('uuid', { nullable: true }) toldContactId?: string | undefined;
  @Column('text') name!: string;
  @Column('text') stage!: OpportunityStage;
  @Column('numeric', { nullable: true }) amount?: string | undefined;
  @Column('text') currency!: string;
  @Column('date', { nullable: true }) expectedCloseDate?: string | undefined;
  @Column('integer', { nullable: true }) probability?: number | undefined;
  @Column('text') competitorNote!: string;
  /** Empty unless it is lost. */
  @Column('text') lossReason!: string;
  @Column('jsonb') productIds!: string[];
  @Column('text') source!: string;
  @Column('uuid') creatorId!: string;
  @Column('uuid', { nullable: true }) conversionId?: string | undefined;
  /** Values of custom fields; none where nobody filled one. */
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('timestamptz', { nullable: true }) closeTime?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  /** Made of `version` by the unit of work. */
  etag!: string;
}
