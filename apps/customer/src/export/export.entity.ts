import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExportFormat, ExportState } from '@kontor/contracts/gen/kontor/customer/v1/export';
import { personal } from '@kontor/access/row-policy';
import type { MessageParams } from '@kontor/errors/app-error';
import type { Language } from '@kontor/errors/languages';
import { Guarded } from '@kontor/database/guarded';
import type { SeenReach } from './rules/reach-less.js';

/** Only who started an export sees it and gets its file; that it was made shows in the audit, to superiors too. */
export const exportPolicy = personal('person_id');

/**
 * A file of records that is written in the background. Which replica writes it, how far the file on disk is good and
 * where the list goes on stand in columns that only the lease and the ledger touch.
 */
@Entity('export')
@Guarded(exportPolicy, { audited: false })
export class Export {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') object!: string;
  @Column('text') filter!: string;
  @Column('text') orderBy!: string;
  @Column('jsonb') columns!: string[];
  @Column('text') format!: ExportFormat;
  @Column('text') timeZone!: string;
  @Column('text') language!: Language;
  @Column('boolean') byteOrderMark!: boolean;
  @Column('text') state!: ExportState;
  @Column('integer', { nullable: true }) rowsTotal?: number | undefined;
  @Column('integer') rowsWritten!: number;
  @Column('jsonb') columnsLeftOut!: string[];
  @Column('bigint') bytes!: string;
  @Column('text') fileName!: string;
  /** Why it failed, as a word of the messages; empty otherwise. */
  @Column('text') failureReason!: string;
  @Column('jsonb') failureParams!: MessageParams;
  /** Token of the page to read next; empty at the beginning and behind the last page. */
  @Column('text') position!: string;
  /** All rows are in the spool. */
  @Column('boolean') allRead!: boolean;
  /** File in the folder that the rows are gathered in, and how many bytes of it are good. */
  @Column('text') spool!: string;
  @Column('bigint') spoolBytes!: string;
  /** Whose records stand in the rows so far; none where there is no row yet. */
  @Column('jsonb', { nullable: true }) reach?: SeenReach | undefined;
  /** File in the folder that is handed out; empty where there is none. */
  @Column('text') file!: string;
  @Column('uuid') personId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) expireTime?: string | undefined;
  etag!: string;
}
