import { Tallies } from '../../../tools/prove/claim.ts';
import { Random } from '../../../tools/prove/random.ts';
import { Office } from '../../../tools/prove/rights/office.ts';
import { rowRights } from '../../../tools/prove/rights/row-rights.ts';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testServers } from '@kontor/testing/servers';

let database: TestDatabase;
let office: Office;
beforeAll(async () => {
  database = await testDatabase('office');
  const admin = new URL(testServers().postgresUrl);
  admin.pathname = database.name;
  office = await Office.open(database.name, database, admin.href);
}, 60_000);
afterAll(async () => {
  await office?.close();
  await database?.dispose();
});

it('in random companies everybody reads and changes what the oracle says, with the predicate and by the wall alone', async () => {
  const tallies = new Tallies('rights');
  const seed = Math.floor(Math.random() * 2 ** 32);
  const cases = await rowRights(office, 40, new Random(seed), tallies);
  const found = tallies.all().map(({ name, failures, examples }) => ({ name, failures, examples }));
  expect({ seed, found }).toEqual({
    seed,
    found: found.map(({ name }) => ({ name, failures: 0, examples: [] })),
  });
  expect(found).toHaveLength(4);
  expect(cases).toBeGreaterThan(10_000);
}, 120_000);
