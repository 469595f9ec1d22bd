import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UnitKind } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** What a service knows of a unit: its own copy, kept by events of identity. */
@Entity('unit_copy')
@Guarded(open(), { audited: false, walled: false })
export class UnitCopy {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) parentId?: string | undefined;
  @Column('text') kind!: UnitKind;
  @Column('uuid', { nullable: true }) headId?: string | undefined;
  /** Working calendar of its people who have none of their own. */
  @Column('uuid', { nullable: true }) calendarId?: string | undefined;
  /** The row of a removed unit stays, so that an older event that arrives late does not bring the unit back. */
  @Column('boolean') deleted!: boolean;
  /** Version of the unit in identity: an older event that arrives late changes nothing. */
  @Column('integer') unitVersion!: number;
}
