import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { ListTypeChangesResponse } from '@kontor/contracts/gen/kontor/identity/v1/type_change_service';
import type { TypeChangeFigures } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import type { EventContext } from '@kontor/events/event-handler';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { FieldUseConsumer } from '../src/custom-field/field-use.consumer.js';
import { TypeChangeConsumer } from '../src/type-change/type-change.consumer.js';
import { identityWithRoles, type IdentityWithRoles } from './role-fixture.js';

const fields = '/kontor.identity.v1.CustomFieldService';
const changes = '/kontor.identity.v1.TypeChangeService';

let identity: IdentityWithRoles;
let test: TestService;
let administrator: TestPerson;
let second: TestPerson;
let salesperson: TestPerson;
beforeAll(async () => {
  identity = await identityWithRoles();
  ({ test, administrator } = identity);
  second = await test.person({ roles: ['administrator'] });
  salesperson = await test.person({ roles: ['salesperson'] });
}, 60_000);
afterAll(() => test?.dispose());

const text = (en: string) => ({ zh: en, ru: en, en });
const options = (...keys: string[]) => keys.map((key) => ({ key, label: text(key), retired: false }));
const choice = { type: 'choice', options: options('steel', 'paper') };
let made = 0;
const field = (facts: object = {}) =>
  test.call<CustomField>(administrator, `${fields}/CreateCustomField`, {
    field: { object: 'customer', key: `box${++made}`, type: 'text', label: text('Box'), ...facts },
  });
const update = (id: string, facts: object) =>
  test.call<CustomField>(administrator, `${fields}/UpdateCustomField`, {
    ...{ id, field: facts, updateMask: Object.keys(facts) },
  });
const fieldNow = (id: string) => test.call<CustomField>(salesperson, `${fields}/GetCustomField`, { id });
const begin = (fieldId: string, typeChange: object = { to: choice }, person = administrator) =>
  test.call<TypeChange>(person, `${changes}/CreateTypeChange`, { fieldId, typeChange });
const call = (name: string, id: string, request: object = {}, person = administrator) =>
  test.call<TypeChange>(person, `${changes}/${name}`, { id, ...request });
const get = (id: string, person = administrator) => call('GetTypeChange', id, {}, person);
/** What the service that owns the object would tell. */
const done = ({ id }: TypeChange, state: TypeChange['state'], facts: Partial<TypeChangeFigures> = {}) =>
  test.know((tx) =>
    new TypeChangeConsumer().done(
      {
        ...{ typeChangeId: id, state },
        figures: {
          ...{ values: '3', converted: '2', mapped: '0', unknown: '0', cleared: '1', unfit: '0' },
          ...{ unfitValues: [{ value: 'gold', becomes: '', count: '1' }], examples: [] },
          ...facts,
        },
      },
      { tx } as EventContext,
    ),
  );
const told = async ({ id }: TypeChange) =>
  (await test.events('kontor.identity.v1.TypeChangeStepped')).flatMap(({ typeChange }) =>
    typeChange?.id === id ? [typeChange.state] : [],
  );
const checked = async (of: CustomField, typeChange: object = { to: choice }, facts: object = {}) => {
  const change = await begin(of.id, typeChange);
  await done(change, 'checking', facts);
  return change;
};
const run = async (change: TypeChange) => {
  await call('RunTypeChange', change.id);
  for (const state of ['closing', 'emptying', 'filling'] as const) await done(change, state);
};

it('is checked, run and done as the owning service says, and the field has the new type only while no value is of the old', async () => {
  const box = await field({ maximum: '50', defaultValue: 'steel', requiredStages: ['negotiating'] });
  const change = await begin(box.id, { to: { ...choice, defaultValue: 'steel' }, otherwise: 'clear' });
  expect(change).toMatchObject({
    ...{ state: 'checking', object: 'customer', key: box.key, from: { type: 'text', maximum: '50' } },
    ...{ language: 'en', personId: administrator.id, usedBy: [], unfitValues: [] },
  });
  await expect(call('RunTypeChange', change.id)).rejects.toMatchObject({ reason: 'type-change-unchecked' });
  await done(change, 'checking');
  expect(await get(change.id)).toMatchObject({
    ...{ state: 'checked', values: '3', cleared: '1', unfitValues: [{ value: 'gold', count: '1' }] },
  });
  expect((await call('RunTypeChange', change.id)).state).toBe('closing');
  expect(await fieldNow(box.id)).toMatchObject({ changing: true, type: 'text' });
  await done(change, 'closing');
  expect(await fieldNow(box.id)).toMatchObject({ changing: true, type: 'text' });
  await done(change, 'emptying');
  expect(await fieldNow(box.id)).toMatchObject({
    ...{
      changing: true,
      type: 'choice',
      maximum: '',
      defaultValue: 'steel',
      requiredStages: ['negotiating'],
    },
  });
  await done(change, 'emptying');
  await done(change, 'filling');
  expect(await fieldNow(box.id)).toMatchObject({ type: 'choice' });
  expect((await fieldNow(box.id)).changing).toBeUndefined();
  const { state, undoUntil = '' } = await get(change.id);
  expect(state).toBe('done');
  expect(Date.parse(undoUntil)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  expect(await told(change)).toEqual(['checking', 'closing', 'emptying', 'filling', 'done']);
  await expect(test.call(administrator, `${fields}/UndoCustomField`, { id: box.id })).rejects.toMatchObject({
    reason: 'nothing-to-undo',
  });
});

it('is refused where it makes no sense', async () => {
  const box = await field();
  await expect(begin(box.id, { to: { type: 'text' } })).rejects.toMatchObject({
    ...{ code: 'invalid', fields: [{ field: 'typeChange.to.type', reason: 'custom-type-same' }] },
  });
});

it('may be checked without options, to see the values there are, and is not run so', async () => {
  const change = await checked(await field(), { to: { type: 'choice' } }, { unfit: '0' });
  await expect(call('RunTypeChange', change.id)).rejects.toMatchObject({
    ...{ code: 'invalid', fields: [{ field: 'typeChange.to.options', reason: 'required' }] },
  });
});

it('does not run while values are refused, nor after the field was changed, nor when it was run', async () => {
  const box = await field();
  const [unfit, stale] = [await checked(box, undefined, { unfit: '5' }), await checked(box)];
  await expect(call('RunTypeChange', unfit.id)).rejects.toMatchObject({
    ...{ reason: 'type-change-unfit', problem: { detail: expect.stringContaining('5') as string } },
  });
  await update(box.id, { label: text('Other') });
  await expect(call('RunTypeChange', stale.id)).rejects.toMatchObject({ reason: 'custom-field-changed' });
  const fresh = await checked(box);
  await expect(call('RunTypeChange', fresh.id, { etag: '1' })).rejects.toMatchObject({ code: 'stale' });
  await run(fresh);
  await expect(call('RunTypeChange', fresh.id)).rejects.toMatchObject({ reason: 'type-change-unchecked' });
});

it('of two administrators at once one runs, and nobody changes the field meanwhile', async () => {
  const box = await field();
  const [one, two] = [await checked(box), await checked(box, { to: { type: 'number' } })];
  const outcomes = await Promise.allSettled([
    call('RunTypeChange', one.id),
    call('RunTypeChange', two.id, {}, second),
    call('RunTypeChange', one.id, {}, second),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const changing = { code: 'conflict', reason: 'custom-field-changing' };
  await expect(update(box.id, { retired: true })).rejects.toMatchObject(changing);
  await expect(test.call(second, `${fields}/UndoCustomField`, { id: box.id })).rejects.toMatchObject(
    changing,
  );
  await expect(
    test.call(second, `${fields}/RestoreCustomField`, { id: box.id, version: 1 }),
  ).rejects.toMatchObject(changing);
  await expect(begin(box.id)).rejects.toMatchObject(changing);
});

describe('rules that ask by the field', () => {
  const asks = (key: string, name: string, ruleVersion = 1, ruleId = uuidv7()) =>
    test.know((tx) =>
      new FieldUseConsumer().changed(
        { kind: 'segment', ruleId, ruleVersion, name, object: 'customer', fields: [`custom.${key}`] },
        { tx } as EventContext,
      ),
    );

  it('are named by the check and keep the change from running', async () => {
    const box = await field();
    const change = await checked(box);
    await asks(box.key, '大客户');
    const message = {
      reason: 'custom-type-used',
      problem: { detail: expect.stringContaining('大客户') as string },
    };
    await expect(call('RunTypeChange', change.id)).rejects.toMatchObject(message);
    expect((await begin(box.id)).usedBy).toEqual(['segment “大客户”']);
  });

  it('that were made while the field was closed end the change, before anything was changed', async () => {
    const box = await field();
    const change = await checked(box);
    await call('RunTypeChange', change.id);
    await asks(box.key, 'Quick');
    await done(change, 'closing');
    expect(await get(change.id)).toMatchObject({
      ...{ state: 'refused', refusedReason: 'used', usedBy: ['segment “Quick”'] },
    });
    expect(await fieldNow(box.id)).toMatchObject({ type: 'text' });
    expect((await fieldNow(box.id)).changing).toBeUndefined();
    expect((await told(change)).at(-1)).toBe('refused');
  });
});

it('values that came after the check and do not convert end the change, before anything was changed', async () => {
  const box = await field();
  const change = await checked(box);
  await call('RunTypeChange', change.id);
  await done(change, 'closing', { unfit: '1' });
  expect(await get(change.id)).toMatchObject({ state: 'refused', refusedReason: 'unfit-values', unfit: '1' });
  expect((await fieldNow(box.id)).type).toBe('text');
});

it('is taken back by a change to the former type, while it is the last and within 30 days', async () => {
  const box = await field({ maximum: '50' });
  const change = await checked(box);
  await expect(call('UndoTypeChange', change.id)).rejects.toMatchObject({ reason: 'type-change-over' });
  await run(change);
  const back = await call('UndoTypeChange', change.id, { otherwise: 'clear' }, second);
  expect(back).toMatchObject({
    ...{
      state: 'checking',
      undoOf: change.id,
      from: { type: 'choice' },
      to: { type: 'text', maximum: '50' },
    },
    ...{ otherwise: 'clear', personId: second.id },
  });
  await done(back, 'checking');
  await run(back);
  expect(await fieldNow(box.id)).toMatchObject({ type: 'text', maximum: '50', options: [] });
  await expect(call('UndoTypeChange', change.id)).rejects.toMatchObject({ reason: 'type-change-over' });
  const again = await call('UndoTypeChange', back.id);
  expect(again.to).toMatchObject({ type: 'choice', options: choice.options });
});

it('is called off while no value is touched, and the field is open again; not afterwards', async () => {
  const box = await field();
  const [waiting, closing] = [await checked(box), await checked(box)];
  expect(await call('CancelTypeChange', waiting.id)).toMatchObject({
    ...{ state: 'refused', refusedReason: 'cancelled' },
  });
  await call('RunTypeChange', closing.id);
  await call('CancelTypeChange', closing.id, {}, second);
  await done(closing, 'closing');
  expect((await get(closing.id)).state).toBe('refused');
  expect((await fieldNow(box.id)).changing).toBeUndefined();
  expect((await told(closing)).at(-1)).toBe('refused');
  const under = await checked(box);
  await expect(call('RunTypeChange', under.id)).resolves.toMatchObject({ state: 'closing' });
  await done(under, 'closing');
  await expect(call('CancelTypeChange', under.id)).rejects.toMatchObject({ reason: 'type-change-under-way' });
});

it('is for who looks after fields; values are shown only to who may see the field of all records', async () => {
  const box = await field();
  const change = await checked(box);
  for (const name of ['GetTypeChange', 'RunTypeChange', 'CancelTypeChange', 'UndoTypeChange'])
    await expect(call(name, change.id, {}, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(begin(box.id, undefined, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
  const keeper = (right: string, reach: string) =>
    identity.make({
      ...{ permissions: ['field.manage'], reaches: [{ object: 'customer', reach }] },
      fields: [{ object: 'customer', field: `custom.${box.key}`, right }],
    } as never);
  const seen = async (right: string, reach: string) => {
    const { id } = await keeper(right, reach);
    const person = await identity.member([id]);
    const answer = await until('the role to hold', () => get(change.id, person));
    return answer.unfitValues.length;
  };
  expect(await seen('read', 'all')).toBe(1);
  expect(await seen('none', 'all')).toBe(0);
  expect(await seen('mask', 'all')).toBe(0);
  expect(await seen('write', 'own')).toBe(0);
});

it('is listed by field, the newest first', async () => {
  const box = await field();
  const [first, last] = [await begin(box.id), await begin(box.id, { to: { type: 'number' } })];
  const filter = JSON.stringify({ field: 'fieldId', op: 'eq', value: box.id });
  const { typeChanges } = await test.call<ListTypeChangesResponse>(
    administrator,
    `${changes}/ListTypeChanges`,
    {
      filter,
    },
  );
  expect(typeChanges.map(({ id }) => id)).toEqual([last.id, first.id]);
  await expect(test.call(salesperson, `${changes}/ListTypeChanges`, {})).rejects.toMatchObject({
    code: 'forbidden',
  });
});
