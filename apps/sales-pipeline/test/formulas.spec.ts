import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { serviceCall, type Call } from '@kontor/access/call';
import type { AppError } from '@kontor/errors/app-error';
import { copyRole } from '@kontor/people/role-copy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { catalogueOf, type Catalogue } from './catalogue.js';

let service: TestService;
let products: Catalogue;
let admin: TestPerson;
let manager: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let chemist: TestPerson;
let formerChemist: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  products = catalogueOf(service);
  admin = await service.person({ name: 'Admin', roles: ['administrator'] });
  manager = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: manager.id });
  boris = await service.person({ name: 'Борис' });
  const formula = ['product.formula.read'];
  await addRole('chemist', { permissions: ['product.read', ...formula] });
  await addRole('writer', { permissions: ['product.formula.write'] });
  await addRole('barred', { deniedPermissions: formula });
  chemist = await service.person({ name: '化学师', roles: ['chemist'] });
  formerChemist = await service.person({ name: 'Former chemist', roles: ['chemist', 'barred'] });
}, 60_000);

afterAll(() => service?.dispose());

const addRole = (id: string, rights: Partial<Role>) =>
  service.running.unitOfWork.write(serviceCall('test', 'add role'), (tx) => copyRole(tx, roleOf(id, rights)));

describe('a formula', () => {
  const secret = { ingredients: [{ name: 'Rosin 松香', share: '62.5' }], process: 'Melt at 118 °C' };

  it('is for who holds its permissions: salespeople, managers and everybody else get 403', async () => {
    const { id } = await products.create(admin);
    await products.putFormula(admin, id, secret);
    for (const person of [anna, boris, manager, formerChemist]) {
      const refused = { code: 'forbidden' };
      await expect(products.formula(person, id)).rejects.toMatchObject(refused);
      await expect(products.versions(person, id)).rejects.toMatchObject(refused);
      await expect(products.putFormula(person, id, secret)).rejects.toMatchObject(refused);
    }
    expect(await products.formula(chemist, id)).toMatchObject(secret);
    await expect(products.putFormula(chemist, id, secret)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('keeps every version with who wrote it and when', async () => {
    const { id } = await products.create(admin);
    await expect(products.formula(admin, id)).rejects.toMatchObject({ reason: 'product-formula-not-found' });
    const first = await products.putFormula(admin, id, secret);
    expect(first).toMatchObject({ id, etag: '1', authorId: admin.id });
    expect(await products.putFormula(admin, id, secret)).toEqual(first);
    const changed = { ...secret, process: 'Melt at 121 °C' };
    expect(await products.putFormula(admin, id, changed, '1')).toMatchObject({ etag: '2' });
    await expect(products.putFormula(admin, id, secret, '1')).rejects.toMatchObject({ code: 'stale' });
    const { versions, totalSize } = await products.versions(chemist, id, { withTotal: true });
    expect(totalSize).toBe(2);
    expect(versions).toMatchObject([
      { number: 2, authorId: admin.id, formula: { id, etag: '2', process: 'Melt at 121 °C' } },
      { number: 1, authorId: admin.id, formula: secret, createTime: first.updateTime },
    ]);
  });

  it('is not shown to who writes it and may not read it, when another version stands', async () => {
    const writer = await service.person({ name: 'Писарь', roles: ['writer'] });
    const { id } = await products.create(admin);
    await products.putFormula(admin, id, secret);
    const refusal = await products
      .putFormula(writer, id, { process: 'x' }, '7')
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'stale' });
    expect(JSON.stringify((refusal as AppError).current ?? null)).not.toContain('Melt');
    await expect(products.formula(writer, id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is written once by many who write the first one at the same moment', async () => {
    const { id } = await products.create(admin);
    const texts = ['a', 'b', 'c', 'd'];
    await Promise.all(texts.map((process) => products.putFormula(admin, id, { process })));
    const { versions } = await products.versions(admin, id, { orderBy: 'number' });
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(versions.map(({ formula }) => formula?.process).sort()).toEqual(texts);
  });

  it('is refused with shares above 100 per cent or of an unknown product', async () => {
    const { id } = await products.create(admin);
    const ingredients = [
      { name: 'A', share: '60' },
      { name: 'B', share: '40.000001' },
    ];
    await expect(products.putFormula(admin, id, { ingredients })).rejects.toMatchObject({
      fields: [{ field: 'ingredients', reason: 'shares-above-hundred' }],
    });
    await expect(products.putFormula(admin, anna.id, secret)).rejects.toMatchObject({
      reason: 'product-not-found',
    });
  });

  it('stands nowhere else: not in products, events, idempotency answers of others or the audit', async () => {
    const { id } = await products.create(admin);
    const canary = 'canary-7f3a-松脂';
    await products.putFormula(admin, id, { ingredients: [{ name: canary, amount: '1' }], process: canary });
    await products.putFormula(admin, id, { process: `${canary} again` });
    await products.formula(chemist, id);
    expect(JSON.stringify([await products.get(admin, id), await products.get(anna, id)])).not.toContain(
      canary,
    );
    const outbox = await service.ownerQuery('SELECT payload FROM outbox');
    const audit = await service.ownerQuery<{ action: string; person_id: string; changes: unknown }>(
      `SELECT action, person_id, changes FROM audit WHERE object = 'product_formula' AND object_id = $1 ORDER BY id`,
      [id],
    );
    expect(JSON.stringify([outbox, audit])).not.toContain(canary);
    expect(audit).toMatchObject([
      { action: 'create', person_id: admin.id },
      { action: 'update', person_id: admin.id },
      { action: 'read', person_id: chemist.id },
    ]);
  });

  it('stays behind the wall of the database where the application forgets to ask', async () => {
    const { id } = await products.create(admin);
    await products.putFormula(admin, id, secret);
    for (const person of [anna, boris, manager, formerChemist])
      expect(await behindTheWall(person, id)).toEqual([]);
    for (const person of [admin, chemist]) expect(await behindTheWall(person, id)).toHaveLength(2);
    const changed = await service.running.unitOfWork.write(asPerson(chemist), (tx) =>
      tx.query('UPDATE product_formula SET process = $1 WHERE id = $2 RETURNING id', ['spoiled', id]),
    );
    expect(changed).toEqual([]);
  });

  it('opens that wall to who stands in for a holder of the permission, but not for an administrator', async () => {
    const { id } = await products.create(admin);
    await products.putFormula(admin, id, secret);
    const deputy = await service.person({ name: 'Deputy of the chemist' });
    const assistant = await service.person({ name: 'Deputy of the administrator' });
    await standIn(chemist, deputy);
    await standIn(admin, assistant);
    expect(await behindTheWall(deputy, id)).toHaveLength(2);
    expect(await behindTheWall(assistant, id)).toEqual([]);
  });
});

/** The formulas of a product as the database gives them to a person, without the service's own checks. */
const behindTheWall = (person: TestPerson, productId: string) =>
  service.running.unitOfWork.read(asPerson(person), (tx) =>
    tx.query(
      `SELECT process FROM product_formula WHERE id = $1
       UNION ALL SELECT process FROM product_formula_version WHERE product_id = $1`,
      [productId],
    ),
  );

const standIn = (absent: TestPerson, substitute: TestPerson) =>
  service.running.unitOfWork.write(serviceCall('test', 'add substitution'), (tx) =>
    copySubstitution(tx, {
      id: uuidv7(),
      personId: absent.id,
      substituteId: substitute.id,
      startTime: '2020-01-01T00:00:00.000Z',
      endTime: '2100-01-01T00:00:00.000Z',
      objects: ['product'],
      cancelled: false,
      etag: '1',
    }),
  );

function asPerson({ id }: TestPerson): Call {
  const call = serviceCall('test', 'ask past the service');
  const { service: _, ...caller } = call.caller;
  return { ...call, caller: { ...caller, kind: 'person', personId: id, roles: ['administrator'] } };
}
