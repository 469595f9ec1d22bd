import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type { FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import { Guarded } from '@kontor/database/guarded';

/** How a field of a form was used on one day. */
@Entity('form_use')
@Guarded(open(), { audited: false })
export class FormUseRow {
  @PrimaryColumn('uuid') formId!: string;
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') field!: string;
  @Column('text') object!: string;
  @Column('bigint') saves!: string;
  @Column('bigint') filled!: string;
}

/** How the records of an object are shown to holders of a role. */
@Entity('form')
@Guarded(open('form'))
export class FormRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') object!: string;
  @Column('text') role!: string;
  @Column('jsonb') draft!: FormSection[];
  @Column('jsonb') published!: FormSection[];
  /** What was published before, oldest first: each undoing goes one back. */
  @Column('jsonb') history!: FormSection[][];
  @Column('timestamptz', { nullable: true }) publishTime?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
