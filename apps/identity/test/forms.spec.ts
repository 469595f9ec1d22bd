import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Form, FormField } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type { MyForm } from '@kontor/contracts/gen/kontor/identity/v1/form_service';
import type { GetFieldQualityResponse } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_service';
import type { EventContext } from '@kontor/events/event-handler';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { FormUseConsumer } from '../src/form/form-use.consumer.js';
import { identityWithRoles, type IdentityWithRoles } from './role-fixture.js';

const service = '/kontor.identity.v1.FormService';

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

const en = (text: string) => ({ zh: '', ru: '', en: text });
const call = <T>(path: string, request: object, person = administrator) =>
  test.call<T>(person, `${service}/${path}`, request);
const section = (...fields: object[]) => ({ key: 'main', label: en('Main'), fields });
const begin = (object: string, role: string, ...fields: object[]) =>
  call<Form>('CreateForm', { form: { object, role, draft: [section(...fields)] } });
const redraft = (id: string, ...fields: object[]) =>
  call<Form>('UpdateForm', { id, form: { draft: [section(...fields)] }, updateMask: ['draft'] });
const fieldsOf = async (
  object: string,
  request: object = {},
  person = administrator,
): Promise<FormField[]> => {
  const { sections } = await call<MyForm>('GetMyForm', { object, ...request }, person);
  return sections.flatMap(({ fields }) => fields);
};
const namesOf = async (...of: Parameters<typeof fieldsOf>) =>
  (await fieldsOf(...of)).map(({ field }) => field);
const told = async (id: string) =>
  (await test.events('kontor.identity.v1.FormChanged')).filter(({ form }) => form?.id === id);

it('shows a draft as it would be, to who looks after forms, as of every role', async () => {
  const { id } = await begin('contact', 'salesperson', { field: 'name' }, { field: 'note' });
  expect(await namesOf('contact', { draft: true, role: 'salesperson' })).toEqual(['name', 'note']);
  expect((await namesOf('contact', { role: 'salesperson' })).length).toBeGreaterThan(2);
  expect(await told(id)).toEqual([]);
  for (const request of [{ draft: true }, { role: 'manager' }])
    await expect(namesOf('contact', request, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
  await call('DeleteForm', { id });
});

it('requires nothing that the system alone fills in', async () => {
  const field = { field: 'lastContactTime', requiredStages: ['always'] };
  await expect(begin('customer', 'manager', { field: 'name' }, field)).rejects.toMatchObject({
    fields: [{ field: 'form.draft[0].fields[1].requiredStages', reason: 'form-field-of-service' }],
  });
});

it('takes back one publication after the other', async () => {
  const { id } = await begin('opportunity', 'salesperson', { field: 'name' });
  const shown = () => namesOf('opportunity', { role: 'salesperson' });
  const undo = () => call('UndoForm', { id });
  await call('PublishForm', { id });
  await redraft(id, { field: 'name' }, { field: 'source' });
  await call('PublishForm', { id });
  await redraft(id, { field: 'source' });
  await call('PublishForm', { id });
  expect(await shown()).toEqual(['source']);
  await undo();
  expect(await shown()).toEqual(['name', 'source']);
  await undo();
  expect(await shown()).toEqual(['name']);
  await undo();
  expect((await shown()).length).toBeGreaterThan(2);
  await expect(undo()).rejects.toMatchObject({ reason: 'nothing-to-undo' });
  expect(await told(id)).toHaveLength(6);
});

it('removes a form, and tells every service that it asks for nothing any more', async () => {
  const { id } = await begin('product', '', { field: 'name', requiredStages: ['always'] });
  await call('PublishForm', { id });
  expect(await fieldsOf('product')).toMatchObject([{ field: 'name', requiredStages: ['always'] }]);
  await expect(call('DeleteForm', { id }, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
  await call('DeleteForm', { id });
  expect((await fieldsOf('product')).length).toBeGreaterThan(1);
  await expect(call('GetForm', { id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await told(id)).at(-1)?.form).toMatchObject({ id, published: [], etag: '3' });
  await begin('product', '', { field: 'name' });
});

it('shows who looks after forms how they were used, added up by days', async () => {
  const day = new Date().toISOString().slice(0, 10);
  const used = (formId: string, saves: number, filled: number) =>
    test.know((tx) =>
      new FormUseConsumer().used(
        { formId, object: 'customer', day, saves, fields: [{ field: 'note', filled }] },
        { tx } as EventContext,
      ),
    );
  const formId = crypto.randomUUID();
  await used(formId, 3, 1);
  await used(formId, 2, 2);
  const quality = (person: TestPerson) =>
    test.call<GetFieldQualityResponse>(person, '/kontor.identity.v1.CustomFieldService/GetFieldQuality', {
      object: 'customer',
    });
  expect((await quality(administrator)).uses).toEqual([
    { formId, object: 'customer', field: 'note', day, saves: '5', filled: '3' },
  ]);
  await expect(quality(salesperson)).rejects.toMatchObject({ code: 'forbidden' });
});

describe('a field with words in one language', () => {
  const create = (field: object) =>
    test.call<CustomField>(administrator, '/kontor.identity.v1.CustomFieldService/CreateCustomField', {
      field: { object: 'interaction', key: 'mood', type: 'text', ...field },
    });

  it('is shown with them in every language, and asks in forms for what it asks itself', async () => {
    await expect(create({ label: en(' ') })).rejects.toMatchObject({
      fields: [{ field: 'field.label', reason: 'translated-empty' }],
    });
    const field = await create({
      label: { zh: '', ru: 'Настроение', en: '' },
      type: 'choice',
      options: [{ key: 'good', label: en('Good') }],
      requiredStages: ['always'],
      unknownAllowed: true,
    });
    expect(field.label).toEqual({ zh: 'Настроение', ru: 'Настроение', en: 'Настроение' });
    expect(field.options).toMatchObject([{ label: { zh: 'Good', ru: 'Good', en: 'Good' } }]);
    const mood = (await fieldsOf('interaction')).find((one) => one.field === 'custom.mood');
    expect(mood).toMatchObject({ requiredStages: ['always'], unknownAllowed: true });
    const { id } = await begin('interaction', '', { field: 'custom.mood' });
    await call('PublishForm', { id });
    expect(await fieldsOf('interaction')).toMatchObject([
      { field: 'custom.mood', requiredStages: ['always'] },
    ]);
  });
});

describe('versions of forms', () => {
  interface Versions {
    versions: {
      version: number;
      personId: string;
      createTime: string;
      sections: { fields: FormField[] }[];
    }[];
  }
  const names = (sections: { fields: FormField[] }[]) =>
    sections.flatMap(({ fields }) => fields.map(({ field }) => field));

  it('are kept of each publication with who and when, and any of them is published again', async () => {
    const other = await test.person({ roles: ['administrator'] });
    const { id } = await begin('contact', 'manager', { field: 'name' });
    await call('PublishForm', { id });
    await redraft(id, { field: 'name' }, { field: 'note' });
    await call('PublishForm', { id }, other);
    await redraft(id, { field: 'note' });
    await call('PublishForm', { id });
    const versions = async () => (await call<Versions>('ListFormVersions', { id })).versions;
    const all = await versions();
    expect(all.map(({ sections }) => names(sections))).toEqual([['note'], ['name', 'note'], ['name']]);
    expect(all.map(({ personId }) => personId)).toEqual([administrator.id, other.id, administrator.id]);
    expect(Date.parse(all[0]?.createTime ?? '')).toBeGreaterThan(0);
    const first = all.at(-1)?.version;
    await expect(call('RestoreForm', { id, version: first }, salesperson)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(call('ListFormVersions', { id }, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call('RestoreForm', { id, version: first, etag: '1' })).rejects.toMatchObject({
      code: 'stale',
    });
    await expect(call('RestoreForm', { id, version: 99 })).rejects.toMatchObject({
      reason: 'version-not-found',
    });
    const restored = await call<Form>('RestoreForm', { id, version: first }, other);
    expect([names(restored.published), names(restored.draft)]).toEqual([['name'], ['note']]);
    expect(await namesOf('contact', { role: 'manager' })).toEqual(['name']);
    expect((await told(id)).at(-1)?.form?.published).toMatchObject([{ fields: [{ field: 'name' }] }]);
    expect((await versions())[0]).toMatchObject({ personId: other.id, version: Number(restored.etag) });
    await call('UndoForm', { id });
    expect(await namesOf('contact', { role: 'manager' })).toEqual(['note']);
  });
});

describe('a form that is being worked on', () => {
  const preview = async (form: object, roles: string[] = [], person = administrator) => {
    const { sections } = await call<MyForm>('PreviewForm', { form, roles }, person);
    return sections.flatMap(({ fields }) => fields);
  };
  const draft = (...fields: object[]) => ({
    object: 'customer',
    role: 'salesperson',
    draft: [section(...fields)],
  });

  it('is shown as the role would see it, narrowed by its rights, and stored nowhere', async () => {
    const seen = await preview(
      draft(
        { field: 'note', requiredStages: ['negotiating'] },
        { field: 'name', hidden: true },
        { field: 'number' },
      ),
    );
    expect(seen).toMatchObject([
      { field: 'note', readOnly: false, requiredStages: ['negotiating'] },
      { field: 'number', readOnly: true },
    ]);
    expect((await preview(draft({ field: 'note' }), ['manager'])).length).toBeGreaterThan(2);
    expect(
      (await preview(draft({ field: 'note' }), ['manager', 'salesperson'])).map(({ field }) => field),
    ).toEqual(['note']);
    const { forms } = await call<{ forms: Form[] }>('ListForms', {});
    expect(forms.some(({ object }) => object === 'customer')).toBe(false);
  });

  it('is refused at the place that makes no sense, and to who does not look after forms', async () => {
    await expect(preview(draft({ field: 'gone' }))).rejects.toMatchObject({
      fields: [{ field: 'form.draft[0].fields[0].field', reason: 'unknown-field' }],
    });
    await expect(preview(draft({ field: 'note' }), ['nobody'])).rejects.toMatchObject({
      fields: [{ field: 'roles[0]', reason: 'unknown-role' }],
    });
    await expect(preview(draft({ field: 'note' }), [], salesperson)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a form of people', () => {
  const mine = (person: TestPerson) => fieldsOf('contact', {}, person);

  it('is drafted, published and taken back; who has none sees every field that rights show', async () => {
    await test.call(administrator, '/kontor.identity.v1.CustomFieldService/CreateCustomField', {
      field: { object: 'contact', key: 'hobby', type: 'text', label: en('Hobby') },
    });
    expect(await namesOf('contact', {}, salesperson)).toEqual(
      expect.arrayContaining(['name', 'custom.hobby']),
    );
    const { id } = await begin(
      'contact',
      'salesperson',
      { field: 'custom.hobby', shownAs: 'drop_down' },
      { field: 'name', readOnly: true },
      { field: 'note', hidden: true },
    );
    expect((await mine(salesperson)).length).toBeGreaterThan(2);
    await call('PublishForm', { id });
    expect(await mine(salesperson)).toMatchObject([
      { field: 'custom.hobby', shownAs: 'drop_down', readOnly: false },
      { field: 'name', readOnly: true },
    ]);
    expect((await mine(administrator)).length).toBeGreaterThan(2);
    await call('UndoForm', { id });
    expect((await mine(salesperson)).length).toBeGreaterThan(2);
    await expect(call('UndoForm', { id })).rejects.toMatchObject({ reason: 'nothing-to-undo' });
    await call('PublishForm', { id });
    expect((await mine(salesperson)).length).toBe(2);
    await expect(call('GetForm', { id }, salesperson)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses fields that are not there or stand twice, and never shows what rights hide', async () => {
    const hidden = { object: 'contact', field: 'note', right: 'none' } as const;
    const read = { object: 'contact', field: 'position', right: 'read' } as const;
    await identity.make({ id: 'half', permissions: ['session.own'], fields: [hidden, read] });
    await expect(begin('contact', 'half', { field: 'nothing' })).rejects.toMatchObject({
      fields: [{ reason: 'unknown-field' }],
    });
    await expect(begin('contact', 'half', { field: 'name' }, { field: 'name' })).rejects.toMatchObject({
      fields: [{ reason: 'form-field-twice' }],
    });
    const position = { field: 'position', requiredStages: ['always'] };
    const { id } = await begin('contact', 'half', { field: 'note' }, position, { field: 'name' });
    await call('PublishForm', { id });
    await identity.copied('half', 'session.own');
    expect(await mine(await identity.member(['half']))).toMatchObject([
      { field: 'position', readOnly: true, requiredStages: [] },
      { field: 'name', readOnly: false },
    ]);
  });
});
