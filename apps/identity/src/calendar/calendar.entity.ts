import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type {
  Calendar,
  CalendarException,
  WeekdayHours,
} from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import { Guarded } from '@kontor/database/guarded';

/** When people work. */
@Entity('calendar')
@Guarded(open())
export class CalendarRow implements Calendar {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') timeZone!: string;
  @Column('jsonb') weekdays!: WeekdayHours[];
  @Column('jsonb') exceptions!: CalendarException[];
  @Column('boolean') companyDefault!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
