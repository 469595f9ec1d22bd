import type { DataSource } from 'typeorm';
import type { RowPolicy } from '@kontor/access/row-policy';
import type { ReadGranted } from '@kontor/contracts/gen/kontor/identity/v1/read_request_events';
import { tableOf } from '@kontor/database/entity-table';
import { objectEntity } from '@kontor/database/object-entity';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from './person-copy.entity.js';
import { nextRevision, tellShare, type StoredShare } from './tell-share.js';

/** Why a grant was not applied. None tells whether a record exists that the superior does not see. */
export type GrantRefusal =
  'not-grantable' | 'record-not-seen' | 'field-not-seen' | 'person-gone' | 'grant-over';

/** Where the records of an object stand. */
interface ObjectTable {
  name: string;
  policy: RowPolicy;
}

/**
 * Lets somebody read a record of this service until the grant ends, if the superior who granted it may see the record
 * and the fields here. What the superior sees by a share alone is not passed on. Resolves to why it was not applied.
 */
export async function applyReadGrant(
  tx: Transaction,
  dataSource: DataSource,
  grant: ReadGranted,
): Promise<GrantRefusal | undefined> {
  const { id, personId, grantorId, object, objectId, fields = [], endTime = '' } = grant;
  const entity = objectEntity(dataSource, object);
  if (!entity) return 'not-grantable';
  const refusal = await refusalOf(tx, tableOf(dataSource, entity), grant);
  if (refusal) return refusal;
  const [granted] = await tx.query<Pick<StoredShare, 'startTime' | 'revision'>>(
    `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, fields, start_time, end_time,
       grantor_id, source, revision)
     VALUES ($1, $2, $3, 'person', $4, 'read', $5, now(), $6, $7, 'grant', ${nextRevision('0')})
     ON CONFLICT (id) DO NOTHING RETURNING start_time AS "startTime", revision`,
    [id, object, objectId, personId, fields, endTime, grantorId],
  );
  // Services whose records follow this one let them be read as long.
  const told = { id, object, objectId, granteeKind: 'person', granteeId: personId, level: 'read' } as const;
  if (granted) tellShare(tx, { ...told, ...granted, endTime, grantorId, source: 'grant' }, false);
  // Replicas notice by the version that somebody has been given something.
  await tx.query('UPDATE organisation_version SET version = version + 1');
  const changes = { grantId: id, grantorId, granteeId: personId, fields, endTime };
  tx.audit({ action: 'grant-read', object, objectId, changes });
  return undefined;
}

async function refusalOf(
  tx: Transaction,
  table: ObjectTable,
  { personId, grantorId, object, objectId, fields = [], endTime = '' }: ReadGranted,
): Promise<GrantRefusal | undefined> {
  if (Date.parse(endTime) <= Date.parse(tx.now)) return 'grant-over';
  const reader = await tx.find(PersonCopy, personId);
  if (reader?.status !== 'active') return 'person-gone';
  const grantor = await tx.find(PersonCopy, grantorId);
  if (!grantor || grantor.status === 'left') return 'record-not-seen';
  if (!(await reaches(tx, table, grantorId, objectId))) return 'record-not-seen';
  const rights = tx.rightsOfRoles(grantor.roles);
  const hidden = fields.some((field) => ['none', 'mask'].includes(rights.field(object, field)));
  return hidden ? 'field-not-seen' : undefined;
}

/**
 * Whether the person reaches the record's owner, or the record is there for everybody to see; as the functions behind row-level security find it in the copies: the
 * lines in memory may be a second behind the events handled here.
 */
async function reaches(
  tx: Transaction,
  { name, policy }: ObjectTable,
  personId: string,
  id: string,
): Promise<boolean> {
  if (policy.kind !== 'owned')
    return (await tx.query(`SELECT 1 FROM ${name} WHERE id = $1::uuid`, [id])).length > 0;
  const { column, object } = policy;
  const become = (person: string) => tx.query(`SELECT set_config('kontor.person', $1, true)`, [person]);
  await become(personId);
  const rows = await tx.query(
    `SELECT 1 FROM ${name} r WHERE r.id = $1::uuid
       AND (reaches_all($2) OR r.${column} IN (SELECT reached_owners($2)))`,
    [id, object],
  );
  await become(tx.call.caller.personId);
  return rows.length > 0;
}
