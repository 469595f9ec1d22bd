import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** How far the visits of a plan and period are planned. */
@Entity('visit_plan_run')
@Guarded(internal(), { audited: false })
export class VisitPlanRun {
  @PrimaryColumn('uuid') planId!: string;
  @PrimaryColumn('date') periodStart!: string;
  @Column('date') day!: string;
  /** The version of the plan that is gone through. */
  @Column('integer') planVersion!: number;
  @Column('uuid', { nullable: true }) afterId?: string | undefined;
  @Column('boolean') done!: boolean;
}
