import { Column, Entity, PrimaryColumn } from 'typeorm';
import { personal, type RowPolicy } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A notice is for one person; nobody else sees it. */
export const noticePolicy: RowPolicy = personal('person_id');

/** A notice to one person, shown in the suite. */
@Entity('notice')
@Guarded(noticePolicy, { audited: false })
export class Notice {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') template!: string;
  @Column('text') subject!: string;
  @Column('text') body!: string;
  /** The same as a page, for e-mail. */
  @Column('text') html!: string;
  @Column('text') about!: string;
  @Column('boolean') read!: boolean;
  @Column('timestamptz', { nullable: true }) readTime?: string | undefined;
  @Column('timestamptz') createTime!: string;
  @Column('integer') version!: number;
}
