import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type { Person, PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { Guarded } from '@kontor/database/guarded';

/** A person who works with Kontor. Colleagues see each other. */
@Entity('person')
@Guarded(open())
export class PersonRow implements Person {
  @PrimaryColumn('uuid') id!: string;
  /** In lower case. */
  @Column('text') email!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) unitId?: string | undefined;
  @Column('uuid', { nullable: true }) managerId?: string | undefined;
  @Column('jsonb') roles!: string[];
  @Column('text') language!: string;
  @Column('text') timeZone!: string;
  @Column('text') status!: PersonStatus;
  @Column('text', { nullable: true }) position?: string | undefined;
  @Column('uuid', { nullable: true }) calendarId?: string | undefined;
  /** Calendar date. */
  @Column('text', { nullable: true }) lastDay?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
