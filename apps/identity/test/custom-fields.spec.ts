import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { ListCustomFieldVersionsResponse } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_service';
import type { FieldUseChanged } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_events';
import type {
  GetMyRightsResponse,
  GetRightsCatalogueResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import type { EventContext } from '@kontor/events/event-handler';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { FieldUseConsumer } from '../src/custom-field/field-use.consumer.js';
import { FieldQualityConsumer } from '../src/custom-field/field-quality.consumer.js';
import { identityWithRoles, type IdentityWithRoles } from './role-fixture.js';

const service = '/kontor.identity.v1.CustomFieldService';
const roles = '/kontor.identity.v1.RoleService';

let identity: IdentityWithRoles;
let test: TestService;
let administrator: TestPerson;
let salesperson: TestPerson;
beforeAll(async () => {
  identity = await identityWithRoles();
  ({ test, administrator } = identity);
  salesperson = await test.person({ roles: ['salesperson'] });
}, 60_000);
afterAll(() => test?.dispose());

const text = (en: string) => ({ zh: en, ru: en, en });
let made = 0;
const create = (field: object = {}) =>
  test.call<CustomField>(administrator, `${service}/CreateCustomField`, {
    field: { object: 'customer', key: `field${++made}`, type: 'text', label: text('Field'), ...field },
  });
const update = (id: string, field: object, etag?: string) =>
  test.call<CustomField>(administrator, `${service}/UpdateCustomField`, {
    id,
    field,
    updateMask: Object.keys(field),
    ...(etag && { etag }),
  });
const options = (...keys: string[]) => keys.map((key) => ({ key, label: text(key) }));

describe('custom fields', () => {
  it('are added by administrators, read by everybody and told to every service', async () => {
    const field = await create({ key: 'industry', type: 'choice', options: options('steel', 'paper') });
    expect(await test.call(salesperson, `${service}/GetCustomField`, { id: field.id })).toEqual(field);
    expect(await test.call(salesperson, `${service}/ListCustomFields`, { withTotal: true })).toMatchObject({
      fields: expect.arrayContaining([field]),
    });
    const told = await test.events('kontor.identity.v1.CustomFieldChanged');
    expect(told.at(-1)?.field).toMatchObject({ id: field.id, key: 'industry', etag: '1' });
    await until('the copy that every service keeps', () =>
      test.running.customFields.of('customer').some(({ key }) => key === 'industry'),
    );
    const request = { field: { object: 'customer', key: 'mine', type: 'text', label: text('Mine') } };
    await expect(test.call(salesperson, `${service}/CreateCustomField`, request)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(test.call(salesperson, `${service}/GetFieldQuality`, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it.each([
    [{ object: 'role' }, 'object', 'no-custom-fields'],
    [{ key: 'Two words' }, 'key', 'custom-key-form'],
    [{ key: 'unknown' }, 'key', 'custom-key-form'],
    [{ type: 'choice' }, 'options', 'required'],
    [{ options: options('a') }, 'options', 'custom-options-unfit'],
    [{ type: 'choice', options: options('a', 'a') }, 'options[1].key', 'entry-twice'],
    [{ requiredStages: ['maybe'] }, 'requiredStages[0]', 'unknown-stage'],
    [{ type: 'number', minimum: 'few' }, 'minimum', 'custom-limit-unfit'],
    [{ type: 'number', minimum: '3', maximum: '2' }, 'maximum', 'custom-limits-crossed'],
    [{ type: 'date', defaultValue: 'soon' }, 'defaultValue', 'custom-default-unfit'],
    [{ type: 'reference', referenceObject: 'product' }, 'referenceObject', 'custom-reference-object'],
  ])('are refused where they make no sense: %j', async (field, place, reason) => {
    await expect(create(field)).rejects.toMatchObject({
      fields: [{ field: expect.stringMatching(new RegExp(`${place.replace(/[[\]]/g, '\\$&')}$`)), reason }],
    });
  });

  it('have one key in an object, also when two are added at once', async () => {
    const both = await Promise.allSettled([create({ key: 'twin' }), create({ key: 'twin' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await create({ key: 'twin', object: 'contact' })).toMatchObject({ key: 'twin' });
  });

  it('never change what they hold, and retire options instead of losing them', async () => {
    const field = await create({ type: 'choice', options: options('a', 'b') });
    await expect(update(field.id, { type: 'text' })).rejects.toMatchObject({
      fields: [{ reason: 'read-only-field' }],
    });
    await expect(update(field.id, { options: options('a') })).rejects.toMatchObject({
      fields: [{ reason: 'custom-option-removed' }],
    });
    const [a, b] = field.options;
    const changed = await update(field.id, { options: [{ ...b, retired: true }, a] }, '1');
    expect(changed.options.map(({ key, retired }) => [key, retired])).toEqual([
      ['b', true],
      ['a', false],
    ]);
    await expect(update(field.id, { retired: true }, '1')).rejects.toMatchObject({ code: 'stale' });
  });

  it('take the last change back, and do it again, keeping options that records may have', async () => {
    const field = await create({ type: 'choice', options: options('a') });
    const undo = () => test.call<CustomField>(administrator, `${service}/UndoCustomField`, { id: field.id });
    await expect(undo()).rejects.toMatchObject({ reason: 'nothing-to-undo' });
    await update(field.id, { label: text('New'), options: options('a', 'b') });
    const undone = await undo();
    expect(undone).toMatchObject({ label: text('Field'), etag: '3' });
    expect(undone.options).toMatchObject([{ key: 'a' }, { key: 'b', retired: true }]);
    expect(await undo()).toMatchObject({ label: text('New'), options: [{}, { key: 'b', retired: false }] });
  });

  it('are named by roles once they are there, and show in the rights of who holds one', async () => {
    const rule = (field: string) => ({ object: 'customer', field, right: 'none' });
    const role = (id: string, field: string) =>
      test.call(administrator, `${roles}/CreateRole`, {
        role: { id, name: id, permissions: ['customer.read', 'session.own'], fields: [rule(field)] },
      });
    await expect(role('blind', 'custom.margin')).rejects.toMatchObject({
      fields: [{ field: expect.stringMatching(/fields\[0\]\.field$/), reason: 'unknown-field' }],
    });
    await create({ key: 'margin', type: 'number' });
    await role('blind', 'custom.margin');
    const blind = await identity.member(['blind']);
    await identity.copied('blind', 'session.own');
    const { objects } = await test.call<GetMyRightsResponse>(blind, `${roles}/GetMyRights`, {});
    expect(objects.find(({ object }) => object === 'customer')?.hidden).toEqual(['custom.margin']);
    const catalogue = await test.call<GetRightsCatalogueResponse>(
      administrator,
      `${roles}/GetRightsCatalogue`,
      {},
    );
    const customer = catalogue.objects.find(({ name }) => name === 'customer');
    expect(customer?.fields.find(({ name }) => name === 'custom.margin')).toMatchObject({ comment: 'Field' });
  });
});

describe('versions of a field', () => {
  it('are kept with who and when, and any of them is put back; options added since stay, retired', async () => {
    const label = { zh: '', ru: '', en: 'Field' };
    const field = await create({ type: 'choice', options: options('a', 'b'), position: 3, label });
    await update(field.id, { label: text('Second'), help: text('Say which') });
    const other = await test.person({ roles: ['administrator'] });
    await test.call(other, `${service}/UpdateCustomField`, {
      ...{
        id: field.id,
        field: { options: options('c', 'b', 'a'), position: 9 },
        updateMask: ['options', 'position'],
      },
    });
    const list = (person = administrator) =>
      test.call<ListCustomFieldVersionsResponse>(person, `${service}/ListCustomFieldVersions`, {
        id: field.id,
      });
    const restore = (version: number, facts: object = {}, person = administrator) =>
      test.call<CustomField>(person, `${service}/RestoreCustomField`, { id: field.id, version, ...facts });
    const { versions } = await list();
    expect(
      versions.map(({ version, personId, field: of }) => [version, personId, of?.label?.en, of?.position]),
    ).toEqual([
      [3, other.id, 'Second', 9],
      [2, administrator.id, 'Second', 3],
      [1, administrator.id, 'Field', 3],
    ]);
    expect(versions.map(({ field: of }) => of?.help?.ru)).toEqual(['Say which', 'Say which', undefined]);
    expect(versions.at(-1)?.field?.label).toEqual(text('Field'));
    await expect(list(salesperson)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(restore(1, {}, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(restore(1, { etag: '2' })).rejects.toMatchObject({ code: 'stale' });
    await expect(restore(7)).rejects.toMatchObject({ reason: 'version-not-found' });
    const first = await restore(1);
    expect(first).toMatchObject({ label: text('Field'), position: 3, etag: '4' });
    expect(first.help).toBeUndefined();
    expect(first.options.map(({ key, retired }) => [key, retired])).toEqual([
      ...[
        ['a', false],
        ['b', false],
        ['c', true],
      ],
    ]);
    expect((await restore(3)).options.map(({ key, retired }) => [key, retired])).toEqual([
      ...[
        ['c', false],
        ['b', false],
        ['a', false],
      ],
    ]);
    expect((await list()).versions).toHaveLength(5);
  });
});

describe('a field that rules ask by', () => {
  it('is not retired, and the refusal names them; when none asks by it any more, it is', async () => {
    const field = await create({ key: 'asked' });
    const spare = await create({ key: 'spare' });
    const told = (ruleId: string, ruleVersion: number, fields: string[] | undefined) =>
      test.know((tx) =>
        new FieldUseConsumer().changed(
          {
            kind: 'metric',
            ruleId,
            ruleVersion,
            name: `m${ruleVersion}`,
            object: 'customer',
            fields,
          } as FieldUseChanged,
          { tx } as EventContext,
        ),
      );
    const [one, two] = [uuidv7(), uuidv7()];
    await told(one, 2, ['custom.asked']);
    await told(one, 1, []);
    await told(two, 1, ['custom.asked', 'custom.other']);
    await expect(update(field.id, { retired: true })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'custom-field-used',
      problem: { detail: 'The field is still used and cannot be retired: metric “m1”, metric “m2”.' },
    });
    expect((await update(field.id, { label: text('Asked') })).retired).toBe(false);
    expect((await update(spare.id, { retired: true })).retired).toBe(true);
    await told(one, 3, undefined);
    await told(two, 2, ['custom.other']);
    expect((await update(field.id, { retired: true })).retired).toBe(true);
  });
});

describe('what values are worth', () => {
  it('is told by the services that own them; of each field the newest count is kept', async () => {
    const consumer = new FieldQualityConsumer();
    const measured = (junk: string, countTime: string) =>
      test.know((tx) => {
        const count = {
          object: 'customer',
          field: 'note',
          records: '9',
          empty: '3',
          unknown: '1',
          junk,
          countTime,
        };
        return consumer.measured({ object: 'customer', fields: [count] }, { tx } as EventContext);
      });
    await measured('2', '2026-11-21T03:00:00.000Z');
    await measured('5', '2026-11-20T03:00:00.000Z');
    const quality = () => test.call(administrator, `${service}/GetFieldQuality`, { object: 'customer' });
    expect(await quality()).toMatchObject({ fields: [{ field: 'note', records: '9', junk: '2' }] });
  });
});
