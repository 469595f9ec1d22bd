import { Column, Entity, PrimaryColumn } from 'typeorm';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Why a session ended before its time. */
export type SessionEnd = 'signed-out' | 'token-reused' | 'person-left' | 'revoked' | 'password-changed';

/**
 * A signed-in device: the family of refresh tokens that came from one sign-in. Sign-in and end are audited by hand;
 * every refresh would be noise.
 */
@Entity('session')
@Guarded(personal('person_id'), { audited: false })
export class SessionRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** What the program that signed in calls itself; empty where it does not say. */
  @Column('text') userAgent!: string;
  /** Where the sign-in came from; empty where that is not known. */
  @Column('text') address!: string;
  @Column('timestamptz') createTime!: string;
  /** When the newest refresh token was given. */
  @Column('timestamptz') refreshTime!: string;
  @Column('timestamptz', { nullable: true }) endTime?: string | undefined;
  @Column('text', { nullable: true }) endReason?: SessionEnd | undefined;
  @Column('integer') version!: number;
}
