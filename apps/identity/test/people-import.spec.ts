import type { ImportedPerson } from '@kontor/contracts/gen/kontor/identity/v1/people_import_service';
import { byAdministrator, identityOnDatabase, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

let batch = 0;
const row = (name: string, more: Partial<ImportedPerson> = {}): ImportedPerson => ({
  email: `${name}-${batch}@import.example.com`,
  name,
  roles: [],
  ...more,
});
const email = (name: string) => `${name}-${batch}@import.example.com`;
const run = (people: ImportedPerson[], dryRun = false, call = byAdministrator()) =>
  identity.imports.import({ people, dryRun }, call);
const count = async () =>
  (await identity.rows<{ count: number }>('SELECT count(*)::int AS count FROM person'))[0]?.count;
beforeEach(() => void batch++);

describe('an import of people', () => {
  it('adds them as invited, below managers who stand anywhere in it or are known', async () => {
    const boss = await identity.person();
    const people = [
      row('low', { managerEmail: email('middle').toUpperCase(), position: ' Seller ', language: 'ru' }),
      row('middle', { managerEmail: boss.email, roles: ['manager'], unitId: '' }),
      row('alone'),
    ];
    const before = await count();
    const dry = await run(people, true);
    expect(dry).toEqual({ rows: Array(3).fill({ personId: undefined, faults: [] }), added: 3, refused: 0 });
    expect(await count()).toBe(before);
    const { rows, added } = await run(people);
    expect(added).toBe(3);
    const made = await Promise.all(
      rows.map(({ personId = '' }) => identity.people.get(personId, byAdministrator())),
    );
    expect(made).toMatchObject([
      { email: email('low'), position: 'Seller', language: 'ru', status: 'invited', managerId: made[1]?.id },
      { email: email('middle'), roles: ['manager'], managerId: boss.id },
      { email: email('alone'), roles: ['salesperson'], timeZone: 'Asia/Shanghai' },
    ]);
    const events = await identity.rows('SELECT 1 FROM outbox WHERE aggregate_id = ANY ($1)', [
      made.map(({ id }) => id),
    ]);
    expect(events).toHaveLength(3);
  });

  it('refuses each row at fault with the reason of each field, and adds the others', async () => {
    const taken = await identity.person();
    const unit = '01900000-0000-7000-8000-00000000dead';
    const people = [
      row('fine'),
      row('bad', { email: 'nowhere', roles: ['emperor'], timeZone: 'Mars/Olympus' }),
      row('lost', { unitId: unit, calendarId: unit }),
      row('taken', { email: taken.email.toUpperCase() }),
      row('below-bad', { managerEmail: email('lost') }),
      row('fine'),
      row('a', { managerEmail: email('b') }),
      row('b', { managerEmail: email('a') }),
      { roles: [] },
    ];
    const answer = await run(people, false, byAdministrator({ language: 'ru' }));
    expect(answer.rows.map(({ faults }) => faults.map(({ field, reason }) => `${field} ${reason}`))).toEqual([
      [],
      ['email not-an-email', 'timeZone not-a-time-zone', 'roles[0] unknown-role'],
      ['unitId unknown-unit', 'calendarId unknown-calendar'],
      ['email email-taken'],
      ['managerEmail manager-refused'],
      ['email email-twice'],
      ['managerEmail manager-cycle'],
      ['managerEmail manager-cycle'],
      ['email required', 'name required'],
    ]);
    expect(answer).toMatchObject({ added: 1, refused: 8 });
    for (const { faults } of answer.rows) for (const { message } of faults) expect(message).toMatch(/[а-я]/);
    expect(await identity.rows('SELECT 1 FROM person WHERE email = $1', [email('fine')])).toHaveLength(1);
    expect(
      await identity.rows('SELECT 1 FROM person WHERE email LIKE $1', [`%-${batch}@import.example.com`]),
    ).toHaveLength(1);
  });

  it('adds two hundred in a chain, whichever way round it stands', async () => {
    const people = Array.from({ length: 200 }, (_, i) =>
      row(`p${i}`, i < 199 ? { managerEmail: email(`p${i + 1}`) } : {}),
    );
    expect(await run(people)).toMatchObject({ added: 200, refused: 0 });
    const [top] = await identity.rows<{ id: string }>('SELECT id FROM person WHERE email = $1', [
      email('p199'),
    ]);
    const [line] = await identity.rows<{ count: number }>(
      `WITH RECURSIVE line AS (SELECT id FROM person WHERE id = $1 UNION ALL
         SELECT p.id FROM person p JOIN line ON p.manager_id = line.id) SELECT count(*)::int AS count FROM line`,
      [top?.id],
    );
    expect(line?.count).toBe(200);
  });

  it('adds nobody twice: not under a repeated key, and not by two imports at once', async () => {
    const people = [row('one'), row('two')];
    const call = byAdministrator({ idempotencyKey: `import-${batch}`, fingerprint: 'same' });
    const first = await run(people, false, call);
    expect(await run(people, false, { ...call, requestId: 'again' })).toEqual(
      JSON.parse(JSON.stringify(first)),
    );
    batch++;
    const { done } = await together([run([row('one'), row('two')]), run([row('two'), row('three')])]);
    expect(done.map(({ added }) => added).toSorted()).toEqual([1, 2]);
  });
});
