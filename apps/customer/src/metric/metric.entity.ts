import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** What a number is called, and what it counts. */
@Entity('metric')
@Guarded(open('metric'))
export class Metric {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') code!: string;
  @Column('text') nameZhCn!: string;
  @Column('text') nameRu!: string;
  @Column('text') nameEn!: string;
  @Column('text') filter!: string;
  @Column('uuid', { nullable: true }) ownerUnitId?: string | undefined;
  /** Since when it counts so. */
  @Column('timestamptz') startTime!: string;
  @Column('boolean') retired!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/** What a metric counted from a moment on; the newest is what the metric itself says. */
@Entity('metric_version')
@Guarded(open('metric'), { audited: false })
export class MetricVersion {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') metricId!: string;
  @Column('text') filter!: string;
  @Column('timestamptz') startTime!: string;
  @Column('uuid', { nullable: true }) authorId?: string | undefined;
}
