import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Guarded } from '@kontor/database/guarded';
import { importPolicy } from './import.entity.js';

/** A record that an import made or changed, with what it takes to undo that. */
@Entity('import_item')
@Guarded(importPolicy, { audited: false })
export class ImportItem {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') importId!: string;
  /** Line of the file where the row begins. */
  @Column('integer') line!: number;
  @Column('text') object!: 'customer' | 'contact' | 'interaction';
  /** Absent where a dry run would make one. */
  @Column('uuid', { nullable: true }) recordId?: string | undefined;
  @Column('text') action!: 'created' | 'updated';
  /** Values of the fields that were changed, as they were. */
  @Column('jsonb') before!: Record<string, unknown>;
  /** What changed, as texts: field of the import → [before, behind]. */
  @Column('jsonb') shown!: Record<string, [string, string]>;
  /** Version of the record right behind; another one since means that somebody touched it. */
  @Column('integer') recordVersion!: number;
  /** Version of the record right before; 0 for one that was made. */
  @Column('integer') baseVersion!: number;
  /** What undoing did: removed, restored, kept; empty before. */
  @Column('text') undone!: string;
  /** Why it was kept, as a word of the messages. */
  @Column('text') undoReason!: string;
  @Column('uuid') personId!: string;
}
