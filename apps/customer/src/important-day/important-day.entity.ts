import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DayCalendar, ImportantDayKind } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import { follows, open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** A day that comes every year for a customer or a contact; seen with the customer. */
@Entity('important_day')
@Guarded(follows('customer_id', 'customer', customerPolicy))
export class ImportantDay {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  @Column('text') kind!: ImportantDayKind;
  @Column('text') name!: string;
  @Column('text') calendar!: DayCalendar;
  @Column('integer') month!: number;
  @Column('integer') day!: number;
  @Column('boolean') leapMonth!: boolean;
  @Column('integer', { nullable: true }) year?: number | undefined;
  @Column('jsonb') daysBefore!: number[];
  @Column('boolean') greeting!: boolean;
  /** The greeting is sent on the day itself. */
  @Column('boolean') sendGreeting!: boolean;
  /** Absent after the last year that the lunar calendar is known of. */
  @Column('date', { nullable: true }) nextDate?: string | undefined;
  /** Who is reminded: the owner of the customer, as far as this day has heard of it. */
  @Column('uuid', { nullable: true }) ownerId?: string | undefined;
  /** Grows with each plan of the reminder. */
  @Column('integer') revision!: number;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/** A festival of the company's list. */
@Entity('festival')
@Guarded(open('festival'))
export class Festival {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') calendar!: DayCalendar;
  @Column('integer') month!: number;
  @Column('integer') day!: number;
  @Column('jsonb') daysBefore!: number[];
  @Column('boolean') active!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
