import fc from 'fast-check';
import type pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import { listRows, type ListTransaction } from '../src/list-rows.js';
import { connectWithSamples, insertSamples, sampleFields, samples } from './samples.js';

class SampleRow {
  declare id: string;
  declare createTime: string;
}

const owner = '019aa000-0000-7000-8000-00000000000a';
const options = {
  fields: sampleFields,
  defaultOrder: 'createTime',
  method: '/kontor.sample.v1.SampleService/ListSamples',
  secret: 'a secret for these tests',
};

/** A transaction whose caller sees what `owner` owns. */
function transactionOf(client: pg.Client): ListTransaction {
  const visible: ListTransaction['visible'] = (_entity, alias, params) =>
    `${alias}.owner_id = $${params.push(owner)}::uuid`;
  const query = async <R extends object>(text: string, params?: unknown[]): Promise<R[]> =>
    (await client.query<R>(text, params)).rows;
  return {
    call: serviceCall('sample', 'list'),
    visible,
    query,
    select: (entity, where, params, tail = '') => {
      const values = [...params];
      const seen = visible(entity, 'r', values);
      return query(
        `SELECT r.id, r.create_time AS "createTime" FROM sample r WHERE (${where}) AND ${seen} ${tail}`,
        values,
      );
    },
  };
}

describe('the rows of a list', () => {
  let client: pg.Client;
  let tx: ListTransaction;
  const mine: string[] = [];

  beforeAll(async () => {
    client = await connectWithSamples();
    tx = transactionOf(client);
    const [records = []] = fc.sample(samples({ minLength: 12, maxLength: 12 }), { numRuns: 1, seed: 11 });
    const owned = records.map((record, index) => ({
      ...record,
      active: index % 4 === 0,
      ownerId: index < 8 ? owner : '00000000-0000-0000-0000-000000000000',
    }));
    await insertSamples(client, owned);
    mine.push(...owned.slice(0, 8).map(({ id }) => id));
  });

  afterAll(async () => {
    await client.end();
  });

  it('are those that the caller sees, page behind page, with their number when asked', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const request = { pageSize: 3, withTotal: true, ...(pageToken !== undefined && { pageToken }) };
      const page = await listRows(tx, SampleRow, 'sample', request, options);
      expect(page.totalSize).toBe(8);
      seen.push(...page.rows.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen.sort()).toEqual([...mine].sort());
  });

  it('are narrowed by scope and filter, and so is their number', async () => {
    const scope = { where: 'r.id <> $1::uuid', params: [mine[0]] };
    const request = { withTotal: true, filter: '{"field":"active","op":"eq","value":true}' };
    const page = await listRows(tx, SampleRow, 'sample', request, { ...options, scope });
    expect(page.rows.map(({ id }) => id)).toEqual([mine[4]]);
    expect(page.totalSize).toBe(1);
    expect(page.nextPageToken).toBeUndefined();
  });

  it('are not counted unless asked', async () => {
    const page = await listRows(tx, SampleRow, 'sample', {}, options);
    expect(page).not.toHaveProperty('totalSize');
    expect(page.rows).toHaveLength(8);
  });
});
