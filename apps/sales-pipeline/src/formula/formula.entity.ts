import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Ingredient } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_formula';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/**
 * How a product is made, as it stands. Open among those who hold the permission: a second wall, of the migration,
 * hides the rows from everybody else. Its audit rows are written by the service, without what is in it.
 */
@Entity('product_formula')
@Guarded(open(), { audited: false })
export class Formula {
  /** The product's id. */
  @PrimaryColumn('uuid') id!: string;
  @Column('jsonb') ingredients!: Ingredient[];
  @Column('text') process!: string;
  @Column('uuid') authorId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') updateTime!: string;
  /** Made of `version` by the unit of work. */
  etag!: string;
}
