import { Column, Entity, PrimaryColumn } from 'typeorm';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** What is known of an opportunity: the newest state of what it may bring. The sales pipeline owns and audits it. */
@Entity('open_deal')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class OpenDeal {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  /** Decimal text; absent where nobody said. */
  @Column('numeric', { nullable: true }) amount?: string | undefined;
  @Column('text') currency!: string;
  /** Neither won nor lost. */
  @Column('boolean') open!: boolean;
  @Column('boolean') won!: boolean;
  @Column('integer') dealVersion!: number;
}
