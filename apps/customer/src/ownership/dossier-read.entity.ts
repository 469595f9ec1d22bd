import { Column, Entity, PrimaryColumn } from 'typeorm';
import { personal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** When somebody last read the dossier of a customer; nobody else's business. */
@Entity('dossier_read')
@Guarded(personal('person_id'), { audited: false })
export class DossierRead {
  @PrimaryColumn('uuid') customerId!: string;
  @PrimaryColumn('uuid') personId!: string;
  @Column('timestamptz') readTime!: string;
}
