import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageParams } from '@kontor/errors/app-error';
import { Guarded } from '@kontor/database/guarded';
import { importPolicy } from './import.entity.js';

/** A row that was refused, and why. */
@Entity('import_bad_row')
@Guarded(importPolicy, { audited: false })
export class ImportBadRow {
  @PrimaryColumn('uuid') importId!: string;
  /** Line of the file where the row begins, the first being 1. */
  @PrimaryColumn('integer') line!: number;
  /** Heading of the column at fault; empty where the whole row is. */
  @Column('text') columnName!: string;
  /** Word of the messages. */
  @Column('text') reason!: string;
  @Column('jsonb') params!: MessageParams;
  @Column('jsonb') cells!: string[];
  @Column('uuid') personId!: string;
}
