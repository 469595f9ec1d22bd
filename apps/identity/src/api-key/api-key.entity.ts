import { Column, Entity, PrimaryColumn } from 'typeorm';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A key of an integrator; the secret itself is nowhere stored. */
@Entity('api_key')
@Guarded(personal('person_id'))
export class ApiKeyRow {
  /** Also the session of the key's access tokens. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') name!: string;
  /** How the secret begins. */
  @Column('text') hint!: string;
  /** SHA-256 of the secret, hexadecimal: 256 random bits cannot be tried out. */
  @Column('text') hash!: string;
  @Column('jsonb') scopes!: string[];
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz', { nullable: true }) expireTime?: string | undefined;
  /** To the minute. */
  @Column('timestamptz', { nullable: true }) lastUseTime?: string | undefined;
}
