import pg from 'pg';
import { searchColumnTurn, dropSearchColumn } from '../search-columns.js';
import type { Standing } from './standing.js';

/** Runs work as the owner of the database, which alone changes tables. */
export async function asOwner<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  // The statements tell of a lost connection; without a listener it would end the process.
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    // Whoever writes queues behind a lock that waits: it gives up soon, and is tried again.
    await owner.query(`SET lock_timeout = '300ms'; SET kontor.reach = 'service'; SET TimeZone = 'UTC'`);
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/**
 * From the end of this nobody writes the values of the field but the change itself: the lock waits for every transaction
 * that writes records of the object, and those that come later meet the guard. Again changes nothing.
 */
export async function closeValues(owner: pg.Client, { id, object }: Standing, table: string): Promise<void> {
  await owner.query('BEGIN');
  try {
    await owner.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    // Of all triggers before the row changes this is the first: the others see what it made of the values.
    await owner.query(`CREATE OR REPLACE TRIGGER a_custom_types BEFORE INSERT OR UPDATE OF custom ON ${table}
      FOR EACH ROW EXECUTE FUNCTION guard_custom_types('${object}');
      CREATE OR REPLACE TRIGGER a_kept_values BEFORE DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION guard_kept_values('${object}')`);
    await owner.query(
      `UPDATE type_change SET guarded = true, closed_time = clock_timestamp(),
         closed_version = (SELECT version FROM custom_field_version) WHERE id = $1 AND NOT guarded`,
      [id],
    );
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Takes away the column of a searchable field, whose form hangs on the type; false while another column is made. */
export async function clearColumn(
  owner: pg.Client,
  { object, key }: Standing,
  table: string,
): Promise<boolean> {
  const { rows } = await owner.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
    searchColumnTurn,
  ]);
  if (!rows[0]?.mine) return false;
  await dropSearchColumn(owner, { object, key }, table);
  return true;
}
