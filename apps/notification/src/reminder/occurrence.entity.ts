import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** How far an occurrence got. */
export type OccurrenceState = 'planned' | 'fired' | 'cancelled' | 'skipped';

/** One time at which a reminder is to remind; unique by reminder, revision and instant. */
@Entity('occurrence')
@Guarded(internal(), { audited: false })
export class Occurrence {
  /** Derived, see occurrenceId(); also the id of the notice it brings forth. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') reminderId!: string;
  @Column('integer') revision!: number;
  /** When to remind. */
  @Column('timestamptz') instant!: string;
  /** When to look at it: `instant`, or later where it has to wait. */
  @Column('timestamptz') dueAt!: string;
  @Column('text') state!: OccurrenceState;
  /** Why it was skipped or has to wait; empty otherwise. */
  @Column('text') reason!: string;
  @Column('timestamptz') updateTime!: string;
}
