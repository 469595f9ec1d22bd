import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Who stands in for whom. Who may see it hangs on the reporting line: decided by a rule, not by the row's policy. */
@Entity('substitution')
@Guarded(internal())
export class SubstitutionRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('uuid') substituteId!: string;
  @Column('timestamptz') startTime!: string;
  @Column('timestamptz') endTime!: string;
  /** None: all. */
  @Column('jsonb') objects!: string[];
  @Column('text') reason!: string;
  @Column('timestamptz', { nullable: true }) cancelTime?: string | undefined;
  /** Who agreed to the absence; absent while the absent person alone says so. */
  @Column('uuid', { nullable: true }) approverId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
