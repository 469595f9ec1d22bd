import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A refresh token that was given. The token itself is nowhere stored. */
@Entity('refresh_token')
@Guarded(internal(), { audited: false })
export class RefreshTokenRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') sessionId!: string;
  /** SHA-256 of the token, hexadecimal. */
  @Column('text') hash!: string;
  @Column('timestamptz') createTime!: string;
  /** When it was first exchanged for its successor. */
  @Column('timestamptz', { nullable: true }) useTime?: string | undefined;
}
