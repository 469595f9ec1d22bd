import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProductKind, ProductStatus } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product';
import { open } from '@kontor/access/row-policy';
import type { CustomValues } from '@kontor/custom-fields/rules/custom-changes';
import { Guarded } from '@kontor/database/guarded';

@Entity('product')
@Guarded(open('product'))
export class Product {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') name!: string;
  @Column('text') sku!: string;
  @Column('text') kind!: ProductKind;
  @Column('text') unit!: string;
  @Column('text') specification!: string;
  @Column('text') size!: string;
  @Column('numeric', { nullable: true }) weight?: string | undefined;
  @Column('numeric', { nullable: true }) price?: string | undefined;
  @Column('text') currency!: string;
  @Column('numeric', { nullable: true }) standardCost?: string | undefined;
  /** Price less standard cost; the table refuses any other value. */
  @Column('numeric', { nullable: true }) margin?: string | undefined;
  @Column('numeric', { nullable: true }) marginPercent?: string | undefined;
  @Column('text') status!: ProductStatus;
  @Column('text') note!: string;
  /** Values of custom fields; none where nobody filled one. */
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  /** Made of `version` by the unit of work. */
  etag!: string;
}
