import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language } from '@kontor/errors/languages';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** What a service knows of a person: its own copy, kept by events of identity. */
@Entity('person_copy')
@Guarded(open(), { audited: false, walled: false })
export class PersonCopy {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') email!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) managerId?: string | undefined;
  @Column('uuid', { nullable: true }) unitId?: string | undefined;
  @Column('jsonb') roles!: string[];
  @Column('text') status!: PersonStatus;
  @Column('text') language!: Language;
  @Column('text') timeZone!: string;
  /** The own working calendar; without one that of the unit or the company holds. */
  @Column('uuid', { nullable: true }) calendarId?: string | undefined;
  /** Version of the person in identity: an older event that arrives late changes nothing. */
  @Column('integer') personVersion!: number;
}
