import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type { FieldRule, NameOnly, ObjectReach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { Guarded } from '@kontor/database/guarded';

/**
 * A role that the company made, or a built-in one that it changed. Audited by hand (store-role.ts), since its key is
 * no UUID.
 */
@Entity('role')
@Guarded(open(), { audited: false })
export class RoleRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text') description!: string;
  @Column('jsonb') permissions!: string[];
  @Column('jsonb') deniedPermissions!: string[];
  @Column('jsonb') reaches!: ObjectReach[];
  @Column('jsonb') names!: NameOnly[];
  @Column('jsonb') fields!: FieldRule[];
  /** The row of a removed role stays: a role made again under its id goes on counting versions. */
  @Column('boolean') deleted!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
