import fc from 'fast-check';
import type { Person, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { byAdministrator, identityOnDatabase, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

/** Something that an administrator does to the people and units of a scene, by their indexes. */
type Act =
  | { kind: 'manager' | 'unit' | 'parent' | 'head'; of: number; to: number | undefined }
  | { kind: 'roles'; of: number; administrator: boolean }
  | { kind: 'leave' | 'left' | 'return' | 'remove'; of: number };

const index = fc.nat({ max: 3 });
const target = fc.option(index, { nil: undefined });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('manager', 'unit', 'parent', 'head'), of: index, to: target }),
  fc.record({ kind: fc.constant('roles' as const), of: index, administrator: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('leave', 'left', 'return', 'remove'), of: index }),
) as fc.Arbitrary<Act>;

/** What must hold whatever was done; each query finds what breaks it. */
const breaches = {
  'a cycle of managers': `WITH RECURSIVE line AS (SELECT id, manager_id AS above FROM person UNION
     SELECT line.id, p.manager_id FROM line JOIN person p ON p.id = line.above) SELECT id FROM line WHERE above = id`,
  'a cycle of units': `WITH RECURSIVE line AS (SELECT id, parent_id AS above FROM unit UNION
     SELECT line.id, u.parent_id FROM line JOIN unit u ON u.id = line.above) SELECT id FROM line WHERE above = id`,
  'no administrator': `SELECT 1 AS id WHERE NOT EXISTS
     (SELECT 1 FROM person WHERE roles ? 'administrator' AND status = 'active')`,
  'a present assignment that is not the person’s': `SELECT p.id FROM person p
     LEFT JOIN assignment a ON a.person_id = p.id AND a.end_time IS NULL
     WHERE (p.status = 'left') <> (a.id IS NULL) OR (a.id IS NOT NULL AND
       (a.unit_id, a.manager_id) IS DISTINCT FROM (p.unit_id, p.manager_id))`,
  'assignments that overlap or end before they begin': `SELECT a.id FROM assignment a JOIN assignment b
     ON b.person_id = a.person_id AND b.id <> a.id AND b.start_time < a.end_time AND a.start_time < b.start_time
     UNION ALL SELECT id FROM assignment WHERE end_time < start_time`,
  'an event that is not the newest state': `SELECT p.id FROM person p WHERE NOT EXISTS
     (SELECT 1 FROM outbox o WHERE o.aggregate_id = p.id::text AND o.version = p.version)`,
};

async function scene(): Promise<{ people: Person[]; units: Unit[] }> {
  const people: Person[] = [];
  const units: Unit[] = [];
  for (let i = 0; i < 4; i++) {
    people.push(await identity.person({ roles: [i < 2 ? 'administrator' : 'salesperson'] }));
    units.push(
      await identity.units.create({ unit: { name: `Unit ${people[i]?.email}` } as never }, byAdministrator()),
    );
  }
  await identity.rows(`UPDATE person SET roles = '[]' WHERE NOT (id = ANY ($1::uuid[]))`, [
    people.map(({ id }) => id),
  ]);
  return { people, units };
}

function perform(act: Act, people: Person[], units: Unit[]): Promise<unknown> {
  const call = byAdministrator();
  const person = people[act.of]?.id ?? '';
  const unit = units[act.of]?.id ?? '';
  const change = (field: string, value: unknown) =>
    identity.people.update({ id: person, person: { [field]: value } as never, updateMask: [field] }, call);
  const changeUnit = (field: string, value: unknown) =>
    identity.units.update({ id: unit, unit: { [field]: value } as never, updateMask: [field] }, call);
  switch (act.kind) {
    case 'manager':
      return change('managerId', people[act.to ?? -1]?.id);
    case 'unit':
      return change('unitId', units[act.to ?? -1]?.id);
    case 'parent':
      return changeUnit('parentId', units[act.to ?? -1]?.id);
    case 'head':
      return changeUnit('headId', people[act.to ?? -1]?.id);
    case 'roles':
      return change('roles', [act.administrator ? 'administrator' : 'salesperson']);
    case 'leave':
      return identity.employment.leave({ id: person }, call);
    case 'left':
      return identity.markLeft(person, call);
    case 'return':
      return identity.employment.return(person, call);
    case 'remove':
      return identity.units.delete({ id: unit }, call);
  }
}

/** Reasons by which an act may be refused; anything else is a fault. */
const refusals = new Set([
  'manager-cycle',
  'unit-cycle',
  'last-administrator',
  'cannot-leave',
  'already-left',
  'not-leaving',
  'unit-not-empty',
  'unit-not-found',
  'invalid-request',
]);

it('whatever is done at the same time, nothing that must hold is broken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 2, maxLength: 5 }), { maxLength: 6 }),
      async (rounds) => {
        const { people, units } = await scene();
        for (const acts of rounds) {
          const { errors } = await together(acts.map((one) => perform(one, people, units)));
          expect(errors.filter((reason) => !refusals.has(reason))).toEqual([]);
          for (const [breach, sql] of Object.entries(breaches)) {
            expect([breach, await identity.rows(sql)]).toEqual([breach, []]);
          }
        }
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);
