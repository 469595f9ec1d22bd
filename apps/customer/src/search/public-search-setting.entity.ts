import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PublicSearchField, PublicSearchScope } from '@kontor/contracts/gen/kontor/customer/v1/search';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** The only setting there is; the migration makes it. */
export const publicSearchSettingId = '00000000-0000-7000-8000-000000000001';

@Entity('public_search_setting')
@Guarded(open('public-search-setting'))
export class PublicSearchSetting {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') scope!: PublicSearchScope;
  @Column('jsonb') fields!: PublicSearchField[];
  @Column('integer') dailyLimit!: number;
  @Column('integer') hitLimit!: number;
  @Column('integer') duplicateLimit!: number;
  @Column('integer') version!: number;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
