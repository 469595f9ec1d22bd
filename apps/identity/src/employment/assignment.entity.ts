import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import type { Assignment } from '@kontor/contracts/gen/kontor/identity/v1/employment_service';
import { Guarded } from '@kontor/database/guarded';

/**
 * Where a person worked. Follows from changes of the person, which are audited themselves. Who may see it hangs on
 * the reporting line, so that it is decided by a rule and not by the row's policy.
 */
@Entity('assignment')
@Guarded(internal(), { audited: false })
export class AssignmentRow implements Assignment {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid', { nullable: true }) unitId?: string | undefined;
  @Column('text', { nullable: true }) position?: string | undefined;
  @Column('uuid', { nullable: true }) managerId?: string | undefined;
  @Column('timestamptz') startTime!: string;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
}
