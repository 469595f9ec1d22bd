import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  ImportColumn,
  ImportMatch,
  ImportMode,
  ImportState,
} from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { MessageParams } from '@kontor/errors/app-error';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Only who started an import sees it, its file and its bad rows; not even superiors. */
export const importPolicy = personal('person_id');

/**
 * A run over an uploaded file. What people do with it is audited by the service; how far it is changes with each
 * batch and is no one's act. Which replica runs it stands in columns that only the lease touches.
 */
@Entity('import')
@Guarded(importPolicy, { audited: false })
export class Import {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') fileName!: string;
  @Column('jsonb') columns!: ImportColumn[];
  @Column('boolean') dryRun!: boolean;
  /** Rows that look like customers that exist are taken, too. */
  @Column('boolean') acceptDuplicates!: boolean;
  @Column('text') object!: string;
  @Column('text') mode!: ImportMode;
  @Column('text') match!: ImportMatch;
  @Column('text') source!: string;
  @Column('text') country!: string;
  @Column('text') encoding!: string;
  @Column('text') delimiter!: string;
  @Column('text') state!: ImportState;
  @Column('integer') rowsRead!: number;
  @Column('integer') rowsCreated!: number;
  @Column('integer') rowsUpdated!: number;
  @Column('integer') rowsUnchanged!: number;
  @Column('integer') rowsSkipped!: number;
  @Column('integer') rowsRejected!: number;
  @Column('bigint') bytesRead!: string;
  @Column('bigint') bytesTotal!: string;
  /** Why the run failed, as a word of the messages; empty otherwise. */
  @Column('text') failureReason!: string;
  @Column('jsonb') failureParams!: MessageParams;
  /** Headings of the file; empty until they are read. */
  @Column('jsonb') headings!: string[];
  @Column('uuid') personId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz', { nullable: true }) undoUntil?: string | undefined;
  /** Who asked for the undoing. */
  @Column('uuid', { nullable: true }) undoPersonId?: string | undefined;
  @Column('integer') recordsUndone!: number;
  @Column('integer') recordsKept!: number;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
  etag!: string;
}
