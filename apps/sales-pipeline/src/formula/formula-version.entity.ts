import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Ingredient } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_formula';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A formula as it was written once; added, never changed. Guarded as the formula is. */
@Entity('product_formula_version')
@Guarded(open(), { audited: false })
export class FormulaVersion {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') productId!: string;
  /** The formula's version, from 1. */
  @Column('integer') number!: number;
  @Column('jsonb') ingredients!: Ingredient[];
  @Column('text') process!: string;
  @Column('uuid') authorId!: string;
  @Column('timestamptz') createTime!: string;
}
