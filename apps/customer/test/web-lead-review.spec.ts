import type { ContactPreference } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Touch } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import type {
  WebAnswers,
  WebForm,
  WebFormPage,
  WebSubmission,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { formToken } from '../src/web-lead/rules/form-token.js';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let form: WebForm;

const consentChannels = ['email', 'call'] as const;
const consentText = 'Write to me and call me about new products.';

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', roles: ['manager'] });
  form = await call<WebForm>(admin, 'WebLeadService/CreateWebForm', {
    webForm: {
      name: 'Ask us',
      source: 'site',
      hourlyLimit: 1000,
      ownerId: anna.id,
      consentChannels,
      consentText,
    },
  });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson | undefined, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (person: TestPerson, about: object) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: crypto.randomUUID(), ...about },
    acceptDuplicates: true,
    duplicateReason: 'one office',
  });
/** A token as a page got it a minute ago that asked for this consent. */
const token = (shown = `${consentChannels.join(',')} ${consentText}`) =>
  formToken(service.settings.secret, form.id, { id: crypto.randomUUID(), time: Date.now() - 60_000 }, shown);
const submit = (answers: Partial<WebAnswers>, request: object = {}) =>
  call(undefined, 'WebLeadService/SubmitWebForm', {
    id: form.id,
    token: token(),
    answers: { name: 'Li Wei', ...answers },
    ...request,
  });
const submissionOf = async (email: string) => {
  const { webSubmissions } = await call<{ webSubmissions: WebSubmission[] }>(
    boss,
    'WebLeadService/ListWebSubmissions',
    {},
  );
  return webSubmissions.find(({ answers }) => answers?.email === email);
};
const settled = (email: string, ...states: string[]) =>
  until('the submission to be settled', async () => {
    const found = await submissionOf(email);
    const is = found && (states.length > 0 ? states.includes(found.state) : found.state !== 'received');
    return is ? found : undefined;
  });
const read = (person: TestPerson, id: string) =>
  call<WebSubmission>(person, 'WebLeadService/GetWebSubmission', { id });
const touches = async (customerId = '') =>
  (await call<{ touches: Touch[] }>(anna, 'TouchService/ListTouches', { customerId })).touches;
const preferences = async (person: TestPerson, customerId = '') =>
  (
    await call<{ preferences: ContactPreference[] }>(person, 'ContactGuardService/ListContactPreferences', {
      customerId,
    })
  ).preferences;
const email = () => `${crypto.randomUUID()}@web.example`;

it('keeps campaign, pages and every later visit of who came by a form', async () => {
  const address = email();
  const visit = {
    landingPage: 'https://www.example.com/spring',
    referrer: 'https://www.baidu.com/',
    utmSource: 'baidu',
    utmMedium: 'cpc',
    utmCampaign: 'Spring',
  };
  await submit({ email: address }, { visit });
  const { customerId } = await settled(address, 'prospect');
  await submit({ email: address, message: 'Again.' });
  await until('the second touch', async () => (await touches(customerId)).length === 2);
  expect((await touches(customerId)).toReversed()).toMatchObject([
    {
      ...{ channel: 'website', source: 'baidu', medium: 'cpc', campaign: 'Spring', origin: 'web_form' },
      ...{ landingPage: visit.landingPage, referrer: visit.referrer },
    },
    { channel: 'website', source: 'site', campaign: '' },
  ]);
});

it('keeps what was ticked as consent, with what was shown and the submission that proves it', async () => {
  const page = await call<WebFormPage>(undefined, 'WebLeadService/GetWebFormPage', { id: form.id });
  expect(page).toMatchObject({ consentChannels, consentText });
  const address = email();
  await submit({ email: address }, { consent: true });
  const { id, customerId } = await settled(address, 'prospect');
  const [preference] = await preferences(anna, customerId);
  const proof = { source: 'Ask us', text: consentText, proof: `webSubmissions/${id}` };
  expect(preference?.consents).toMatchObject([
    { channel: 'email', state: 'given', ...proof },
    { channel: 'call', state: 'given', ...proof },
  ]);
  expect(await read(boss, id)).toMatchObject({ consentChannels, consentText });
  await expect(preferences(boris, customerId)).rejects.toMatchObject({ code: 'not_found' });
});

it('lets no page take back that somebody does not want to be called', async () => {
  const address = email();
  const { id } = await create(anna, { emails: [address] });
  await call(anna, 'ContactGuardService/SetContactPreference', {
    customerId: id,
    preference: { consents: [{ channel: 'call', state: 'withdrawn' }] },
  });
  await submit({ email: address }, { consent: true });
  await settled(address, 'attached');
  const [preference] = await preferences(anna, id);
  expect(preference?.consents).toMatchObject([
    { channel: 'call', state: 'withdrawn' },
    { channel: 'email', state: 'given' },
  ]);
});

it('holds nobody to a text that the page did not show', async () => {
  const old = submit({ email: email() }, { token: token('email An older text.'), consent: true });
  await expect(old).rejects.toMatchObject({ fields: [{ field: 'token', reason: 'web-form-token' }] });
  const untold = call(admin, 'WebLeadService/CreateWebForm', {
    webForm: { name: 'Mute', source: '', hourlyLimit: 1, consentChannels },
  });
  await expect(untold).rejects.toMatchObject({ fields: [{ field: 'consentText' }] });
});

describe('a submission that several customers may have sent', () => {
  it('says why it waits and who they are, and becomes a talk of the chosen one', async () => {
    const address = email();
    const [one, other] = [
      await create(anna, { emails: [address] }),
      await create(boris, { emails: [address] }),
    ];
    await submit({ email: address });
    const { id } = await settled(address, 'review');
    const { reason, candidates } = await read(boss, id);
    expect(reason).toBe('several_customers');
    expect(candidates.map(({ customerId }) => customerId).toSorted()).toEqual([one.id, other.id].toSorted());
    const stranger = await create(boris, {});
    const accept = (customerId: string) =>
      call(boss, 'WebLeadService/AcceptWebSubmission', { id, customerId });
    await expect(accept(stranger.id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    await accept(other.id);
    await settled(address, 'attached');
    const { interactions } = await call<{ interactions: Interaction[] }>(
      boris,
      'CustomerService/ListInteractions',
      { customerId: other.id },
    );
    expect(interactions).toHaveLength(1);
    expect((await submissionOf(address))?.customerId).toBeUndefined();
    await expect(read(anna, id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('says so of a company whose name is known, too', async () => {
    const { name } = await create(anna, { name: `Lighthouse ${crypto.randomUUID()} Ltd` });
    const address = email();
    await submit({ company: name, email: address });
    const { id, reason } = await settled(address, 'review');
    expect(reason).toBe('looks_alike');
    expect((await read(boss, id)).candidates).toMatchObject([{ name, matched: ['name'] }]);
  });
});

it('leaves the clocks alone by which a customer is left to itself', async () => {
  const address = email();
  const { id } = await create(anna, { emails: [address] });
  await submit({ email: address });
  await settled(address, 'attached');
  const customer = await call<Customer>(anna, 'CustomerService/GetCustomer', { id });
  expect(customer).not.toHaveProperty('lastContactTime');
});

it('tries again after a fault that passes, and keeps nobody waiting behind it', async () => {
  const asOwner = (text: string) => service.ownerQuery(text);
  await asOwner(`
    CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.name = 'Stumbling' THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER stumble BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION stumble()`);
  const [first, second] = [email(), email()];
  await submit({ name: 'Stumbling', email: first });
  await submit({ name: 'Sure-footed', email: second });
  await settled(second, 'prospect');
  expect(await submissionOf(first)).toMatchObject({ state: 'received' });
  await asOwner('DROP TRIGGER stumble ON customer');
  await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
    await tx.query(`UPDATE web_submission SET next_time = now() WHERE state = 'received'`);
  });
  await settled(first, 'prospect');
});
