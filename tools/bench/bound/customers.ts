import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { toInstant, type BoundCustomer } from './messages.ts';

/** A row of the customer table, by the names that the statements give its columns. */
type Row = Record<string, unknown> & {
  createTime: Date;
  updateTime: Date;
  lastContactTime: Date | null;
  nextContactTime: Date | null;
};

const columns = `id, number, kind, name, status, channel, segment, phones, emails, website, addresses, city, note,
  owner_id AS "ownerId", source, external_id AS "externalId", last_contact_time AS "lastContactTime",
  next_contact_time AS "nextContactTime", version::text AS etag, create_time AS "createTime", update_time AS "updateTime"`;

const insertCustomer = {
  name: 'insert-customer',
  text: `INSERT INTO customer (id, number, kind, name, status, channel, segment, phones, emails, website, addresses, city,
      note, owner_id, source, external_id, version, create_time, update_time)
    VALUES ($1, 'B-2026-' || nextval('customer_number'), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1,
      now(), now())
    RETURNING ${columns}`,
};

const insertOutbox = {
  name: 'insert-outbox',
  text: `INSERT INTO outbox (id, partition, subject, type, aggregate, aggregate_id, version, person_id, request_id, payload)
    VALUES ($1, $2, 'kontor.customer.customer.v1.CustomerCreated', 'kontor.customer.v1.CustomerCreated', 'customer', $3, 1,
      $4, '', $5)`,
};

/** Adds a customer and its event in one transaction. */
export async function createCustomer(
  pool: Pool,
  customer: Record<string, unknown> | object,
  owner: string,
): Promise<object> {
  const given = customer as Record<string, unknown> & { addresses: { city: string }[] };
  const id = uuidv7();
  const city = given.addresses[0]?.city ?? '';
  const values = [
    ...[id, given['kind'], given['name'], 'CUSTOMER_STATUS_PROSPECT', given['channel'], given['segment']],
    ...[
      JSON.stringify(given['phones']),
      JSON.stringify(given['emails']),
      given['website'],
      JSON.stringify(given.addresses),
    ],
    ...[city, given['note'], owner, given['source'], given['externalId']],
  ];
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<Row>({ ...insertCustomer, values });
    const created = toMessage(rows[0] as Row);
    const payload = JSON.stringify(created);
    await client.query({ ...insertOutbox, values: [uuidv7(), partitionOf(id), id, owner, payload] });
    await client.query('COMMIT');
    return created;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** One customer by id. */
export async function getCustomer(pool: Pool, id: string): Promise<object> {
  const text = `SELECT ${columns} FROM customer WHERE id = $1`;
  const { rows } = await pool.query<Row>({ name: 'get-customer', text, values: [id] });
  if (!rows[0]) throw new Error('There is no such customer.');
  return toMessage(rows[0]);
}

/** The newest customers of one owner. */
export async function listCustomers(pool: Pool, owner: string, size: number): Promise<object> {
  const text = `SELECT ${columns} FROM customer WHERE guardian_id = $1 ORDER BY create_time DESC, id DESC LIMIT $2`;
  const { rows } = await pool.query<Row>({ name: 'list-customers', text, values: [owner, size] });
  return { customers: rows.map(toMessage) };
}

/** Customers by status: of one owner, or of all when none is given. */
export async function countCustomers(pool: Pool, owner: string): Promise<object> {
  const where = owner ? 'WHERE guardian_id = $1' : '';
  const { rows } = await pool.query<{ status: string; count: number }>({
    name: `count-customers-${where}`,
    text: `SELECT status, count(*)::int AS count FROM customer ${where} GROUP BY status ORDER BY status`,
    values: owner ? [owner] : [],
  });
  return { counts: rows, totalSize: rows.reduce((sum, { count }) => sum + count, 0) };
}

/** One of 16 partitions, always the same for one id. */
export function partitionOf(id: string): number {
  return Number.parseInt(id.slice(-1), 16);
}

function toMessage(row: Row): BoundCustomer {
  return {
    ...row,
    lastContactTime: toInstant(row.lastContactTime),
    nextContactTime: toInstant(row.nextContactTime),
    createTime: toInstant(row.createTime),
    updateTime: toInstant(row.updateTime),
  };
}
