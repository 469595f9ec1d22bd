import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import type { Carrier } from '@kontor/telemetry/tracer';
import type { TemplateValues } from '../notice/rules/render.js';

/** The newest plan of a reminder, as the service that emitted it wants it. */
@Entity('reminder')
@Guarded(internal(), { audited: false })
export class Reminder {
  @PrimaryColumn('uuid') id!: string;
  /** Names the reminder among all, such as customers/0190.../next-contact. */
  @Column('text') key!: string;
  @Column('integer') revision!: number;
  @Column('boolean') cancelled!: boolean;
  /** Absent when only the cancellation has arrived so far. */
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  /** Wall time of the thing to remember; `dueMoment` when last worked out. */
  @Column('text') dueTime!: string;
  @Column('text') timeZone!: string;
  @Column('timestamptz', { nullable: true }) dueMoment?: string | undefined;
  @Column('jsonb') minutesBefore!: number[];
  @Column('text') template!: string;
  @Column('text') about!: string;
  @Column('jsonb') values!: TemplateValues;
  /** The trace in which it was planned, to be continued by what is sent. */
  @Column('jsonb') trace!: Carrier;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
}
