import { Column, Entity, PrimaryColumn } from 'typeorm';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** `uploading`: its bytes are coming, nobody sees it; `stored`: whole; `removed`: its bytes are still to be deleted. */
export type FileState = 'uploading' | 'stored' | 'removed';

/** Files are seen by whoever sees the customer. */
@Entity('file')
@Guarded(follows('customer_id', 'customer', customerPolicy))
export class File {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('uuid', { nullable: true }) interactionId?: string | undefined;
  @Column('text') name!: string;
  @Column('text') contentType!: string;
  @Column('bigint') size!: string;
  @Column('text') sha256!: string;
  /** Name of its bytes in the store; empty until they are there. */
  @Column('text') storedAs!: string;
  @Column('uuid') authorId!: string;
  @Column('text') state!: FileState;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
