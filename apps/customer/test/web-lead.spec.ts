import { setTimeout } from 'node:timers/promises';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type {
  WebAnswers,
  WebForm,
  WebFormPage,
  WebSubmission,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { formToken } from '../src/web-lead/rules/form-token.js';

const customers = '/kontor.customer.v1.CustomerService';
const calls = '/kontor.customer.v1.WebLeadService';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let form: WebForm;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  form = await addForm({ ownerId: anna.id });
}, 60_000);

afterAll(() => service.dispose());

const addForm = (change: Partial<WebForm> = {}, person = admin) =>
  service.call<WebForm>(person, `${calls}/CreateWebForm`, {
    webForm: { name: 'Ask us', source: 'spring', hourlyLimit: 1000, ...change },
  });

/** A token as a page got it a minute ago. */
const token = (of: WebForm, tokenId: string = crypto.randomUUID()) =>
  formToken(service.settings.secret, of.id, { id: tokenId, time: Date.now() - 60_000 });

const submit = (answers: Partial<WebAnswers>, request: object = {}, of = form) =>
  service.call<{ received: boolean }>(undefined, `${calls}/SubmitWebForm`, {
    id: of.id,
    token: token(of),
    answers: { name: 'Li Wei', ...answers },
    ...request,
  });

const submissions = async () =>
  (await service.call<{ webSubmissions: WebSubmission[] }>(boss, `${calls}/ListWebSubmissions`, {}))
    .webSubmissions;

const settled = (email: string) =>
  until('the submission to be settled', async () => {
    const found = (await submissions()).find(({ answers }) => answers?.email === email);
    return found && found.state !== 'received' ? found : undefined;
  });

const get = (person: TestPerson, id = '') =>
  service.call<Customer>(person, `${customers}/GetCustomer`, { id });

const talks = async (person: TestPerson, customerId = '') =>
  (
    await service.call<{ interactions: Interaction[] }>(person, `${customers}/ListInteractions`, {
      customerId,
    })
  ).interactions;

it('makes a prospect of the form’s owner with channel and source, its contact and what was said', async () => {
  expect(
    await submit({ company: 'Lighthouse Ltd', email: 'li@lighthouse.example', message: 'A price, please.' }),
  ).toEqual({
    received: true,
  });
  const { state, customerId } = await settled('li@lighthouse.example');
  expect(state).toBe('prospect');
  expect(await get(anna, customerId)).toMatchObject({
    name: 'Lighthouse Ltd',
    kind: 'company',
    status: 'prospect',
    channel: 'website',
    source: 'spring',
    ownerId: anna.id,
  });
  expect((await talks(anna, customerId))[0]).toMatchObject({
    direction: 'inbound',
    content: expect.stringContaining('A price, please.') as string,
  });
  await expect(get(boris, customerId)).rejects.toMatchObject({ code: 'not_found' });
});

it('puts what a known customer sends into its timeline, and answers the stranger as ever', async () => {
  const known = await service.call<Customer>(boris, `${customers}/CreateCustomer`, {
    customer: { kind: 'person', name: 'Пётр', emails: ['petr@known.example'] },
  });
  expect(await submit({ name: 'Petr', email: 'Petr@known.example', message: 'It is me.' })).toEqual({
    received: true,
  });
  expect(await settled('Petr@known.example')).toMatchObject({ state: 'attached' });
  expect(await talks(boris, known.id)).toHaveLength(1);
  const outsider = await service.person({ name: 'Outsider', roles: ['manager'] });
  const { webSubmissions } = await service.call<{ webSubmissions: WebSubmission[] }>(
    outsider,
    `${calls}/ListWebSubmissions`,
    {},
  );
  expect(webSubmissions.length).toBeGreaterThan(0);
  expect(webSubmissions.every(({ customerId }) => customerId === undefined)).toBe(true);
  const { customers: annas } = await service.call<{ customers: Customer[] }>(
    anna,
    `${customers}/ListCustomers`,
    {
      filter: '{"field":"name","op":"eq","value":"Petr"}',
    },
  );
  expect(annas).toEqual([]);
});

it('makes one of a repeated submission, also of ten at once', async () => {
  const once = token(form);
  const sent = await Promise.allSettled(
    Array.from({ length: 10 }, () => submit({ email: 'once@web.example' }, { token: once })),
  );
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = sent.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as { reason: string }] : [],
  );
  expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['web-form-repeated']));
  await settled('once@web.example');
  expect((await submissions()).filter(({ answers }) => answers?.email === 'once@web.example')).toHaveLength(
    1,
  );
});

it('keeps what looks like spam in the tray until somebody accepts it', async () => {
  await submit({ email: 'robot@web.example', homepage: 'https://robot.example' });
  const spam = await settled('robot@web.example');
  expect(spam).toMatchObject({ state: 'spam', spamScore: 100 });
  const accept = (person: TestPerson) =>
    service.call(person, `${calls}/AcceptWebSubmission`, { id: spam.id });
  await expect(accept(anna)).rejects.toMatchObject({ code: 'forbidden' });
  await accept(boss);
  expect(
    await until('the prospect', async () => (await settled('robot@web.example')).state === 'prospect'),
  ).toBe(true);
  await expect(accept(boss)).rejects.toMatchObject({ reason: 'web-submission-settled' });
});

it('takes whoever is faster than people for a program', async () => {
  const { token: fresh } = await service.call<WebFormPage>(undefined, `${calls}/GetWebFormPage`, {
    id: form.id,
  });
  await setTimeout(5);
  await submit({ email: 'fast@web.example' }, { token: fresh });
  expect((await settled('fast@web.example')).state).toBe('spam');
});

it('refuses forged tokens, tokens of other forms, missing fields and closed forms', async () => {
  const other = await addForm({ name: 'Strict', requiredFields: ['message'] });
  const refusals = [
    [submit({ email: 'a@web.example' }, { token: 'x.1.y' }), 'web-form-token'],
    [submit({ email: 'a@web.example' }, { token: token(other) }), 'web-form-token'],
    [submit({}), 'required'],
    [submit({ phone: '12' }), 'not-a-phone'],
    [submit({ email: 'a@web.example' }, {}, other), 'required'],
  ] as const;
  for (const [refusal, reason] of refusals)
    await expect(refusal).rejects.toMatchObject({ fields: [{ reason }] });
  await service.call(admin, `${calls}/UpdateWebForm`, {
    id: other.id,
    webForm: { closed: true },
    updateMask: ['closed'],
  });
  await expect(submit({ email: 'a@web.example' }, {}, other)).rejects.toMatchObject({ code: 'not_found' });
  await expect(addForm({}, boss)).rejects.toMatchObject({ code: 'forbidden' });
});

it('takes so many an hour from one address, also at once', async () => {
  const narrow = await addForm({ name: 'Narrow', hourlyLimit: 3 });
  const sent = await Promise.allSettled(
    Array.from({ length: 9 }, (_, i) => submit({ email: `many${i}@web.example` }, {}, narrow)),
  );
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});
