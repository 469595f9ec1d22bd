import type { Pool, PoolClient } from 'pg';

/**
 * One transaction on a connection of the pool: commits when `work` resolves, else rolls back and rejects. A connection
 * that broke is thrown away; `work` begins the transaction itself, so that it can send BEGIN together with the rest.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements says so by an event, which would end the process if nobody heard it.
  const hear = (): void => undefined;
  client.on('error', hear);
  let usable = false;
  try {
    const result = await work(client);
    await client.query('COMMIT');
    usable = true;
    return result;
  } catch (error) {
    usable = await client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    client.off('error', hear);
    client.release(!usable);
  }
}
