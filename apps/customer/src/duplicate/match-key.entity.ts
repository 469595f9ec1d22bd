import { Column, Entity, PrimaryColumn } from 'typeorm';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';
import type { KeyKind, KeyStrength } from './rules/match-keys.js';

/** What a customer, or a contact of it, is recognised by. Bookkeeping, made from the record: no audit row beside it. */
@Entity('match_key')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class MatchKeyRow {
  @PrimaryColumn('text') kind!: KeyKind;
  @PrimaryColumn('text') key!: string;
  @Column('text') strength!: KeyStrength;
  @PrimaryColumn('uuid') customerId!: string;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  /** Nobody else may have it without saying so: only one row of a key is claimed. */
  @Column('boolean') claimed!: boolean;
}
