import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type {
  CustomFieldType,
  CustomOption,
  Translated,
} from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { Guarded } from '@kontor/database/guarded';
import type { FieldChanges } from './rules/field-changes.js';

/** A field that the company added to an object. */
@Entity('custom_field')
@Guarded(open('custom-field'))
export class CustomFieldRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') object!: string;
  @Column('text') key!: string;
  @Column('text') type!: CustomFieldType;
  @Column('jsonb') label!: Translated;
  @Column('jsonb', { nullable: true }) help?: Translated | undefined;
  @Column('jsonb') options!: CustomOption[];
  @Column('text') referenceObject!: string;
  @Column('jsonb') requiredStages!: string[];
  @Column('boolean') unknownAllowed!: boolean;
  @Column('text') minimum!: string;
  @Column('text') maximum!: string;
  @Column('text') defaultValue!: string;
  @Column('integer') position!: number;
  @Column('boolean') searchable!: boolean;
  @Column('boolean') retired!: boolean;
  /** Its values are being converted to another type. */
  @Column('boolean') changing!: boolean;
  /** What the last change replaced: undoing puts it back, and keeps what it replaces in turn. */
  @Column('jsonb', { nullable: true }) previous?: FieldChanges | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/** What the values of a field are worth, as last counted by the service that owns the object. */
@Entity('field_quality')
@Guarded(open(), { audited: false })
export class FieldQualityRow {
  @PrimaryColumn('text') object!: string;
  @PrimaryColumn('text') field!: string;
  @Column('bigint') records!: string;
  @Column('bigint') empty!: string;
  @Column('bigint') unknown!: string;
  @Column('bigint') junk!: string;
  @Column('timestamptz') countTime!: string;
}

/** A rule of a service that asks by custom fields. */
@Entity('field_use')
@Guarded(open(), { audited: false })
export class FieldUseRow {
  @PrimaryColumn('uuid') ruleId!: string;
  @Column('integer') ruleVersion!: number;
  @Column('text') kind!: string;
  @Column('text') name!: string;
  @Column('text') object!: string;
  @Column('jsonb') fields!: string[];
}
