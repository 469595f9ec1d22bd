import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type {
  FieldShape,
  TypeChange,
  ValueMapping,
} from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { TypeChangeFigures } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import { Guarded } from '@kontor/database/guarded';

/**
 * A change of the type of a custom field. Its figures show single values, which have no business in the audit: what is run
 * and what becomes of the field is audited at the field.
 */
@Entity('field_type_change')
@Guarded(open('type-change'), { audited: false })
export class TypeChangeRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') fieldId!: string;
  /** Version of the field that was checked. */
  @Column('integer') fieldVersion!: number;
  @Column('text') object!: string;
  @Column('text') key!: string;
  @Column('jsonb', { name: 'from_shape' }) from!: FieldShape;
  @Column('jsonb', { name: 'to_shape' }) to!: FieldShape;
  @Column('jsonb') mappings!: ValueMapping[];
  @Column('text') otherwise!: NonNullable<TypeChange['otherwise']>;
  @Column('text') currency!: string;
  @Column('text') language!: string;
  @Column('text') state!: TypeChange['state'];
  @Column('jsonb') figures!: Partial<TypeChangeFigures>;
  @Column('jsonb') usedBy!: string[];
  @Column('text') refusedReason!: string;
  @Column('uuid', { nullable: true }) undoOf?: string | undefined;
  @Column('timestamptz', { nullable: true }) undoUntil?: string | undefined;
  @Column('uuid') personId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
