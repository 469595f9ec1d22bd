import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';

/** Versions that are listed, the newest first. */
const mostListed = 200;

/** A definition as it once stood. */
export interface KeptVersion<D> {
  version: number;
  document: D;
  /** Who made it so; empty where that is not known. */
  personId: string;
  createTime: string;
}

/** Keeps a definition as it stands from now on, in the name of who calls, or of `personId`. */
export async function keepVersion(
  tx: Transaction,
  { id, version }: { id: string; version: number },
  document: object,
  personId = tx.call.caller.personId,
): Promise<void> {
  await tx.query(
    `INSERT INTO definition_version (record_id, version, document, person_id, create_time)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [id, version, JSON.stringify(document), personId, tx.now],
  );
}

/** The versions of a definition, the newest first. */
export function versionsOf<D>(tx: Transaction, id: string): Promise<KeptVersion<D>[]> {
  return tx.query<KeptVersion<D>>(
    `${selection} WHERE record_id = $1 ORDER BY version DESC LIMIT ${mostListed}`,
    [id],
  );
}

/** One version of a definition. Throws not_found version-not-found. */
export async function versionOf<D>(tx: Transaction, id: string, version: number): Promise<D> {
  const [found] = await tx.query<KeptVersion<D>>(`${selection} WHERE record_id = $1 AND version = $2`, [
    ...[id, version],
  ]);
  if (!found) throw new AppError('not_found', 'version-not-found');
  return found.document;
}

const selection = `SELECT version, document, person_id AS "personId",
  to_char(create_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createTime" FROM definition_version`;
