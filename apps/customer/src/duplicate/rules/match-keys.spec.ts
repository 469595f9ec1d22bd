import { comparedKeys, contactKeys, customerKeys, externalKey, type KeyedCustomer } from './match-keys.js';

const customer = (more: Partial<KeyedCustomer> = {}): KeyedCustomer => ({
  kind: 'company',
  name: 'Acme Ltd.',
  phones: [],
  emails: [],
  website: '',
  taxNumber: '',
  ...more,
});
const phone = (number: string) => ({ raw: number, number, kind: 'work' as const });
const told = (keys: ReturnType<typeof customerKeys>) =>
  keys.map(({ kind, key, strength }) => `${strength} ${kind} ${key}`);

it('a company is recognised by tax number, e-mails, phones, domains and name', () => {
  const keys = customerKeys(
    customer({
      taxNumber: '7707 083893',
      phones: [phone('+861'), phone('+861')],
      emails: ['Boss@Acme.example', 'boss@gmail.com'],
      website: 'https://www.acme.example/de',
    }),
  );
  expect(told(keys)).toEqual([
    'soft domain acme.example',
    'soft email boss@acme.example',
    'soft email boss@gmail.com',
    'soft name acme',
    'soft phone +861',
    'hard tax 7707083893',
  ]);
});

it('the name of a person and the domain of the employer say little', () => {
  const keys = customerKeys(customer({ kind: 'person', name: '王伟', emails: ['wei@acme.example'] }));
  expect(told(keys)).toEqual([
    'weak domain acme.example',
    'soft email wei@acme.example',
    'weak person_name 王伟',
  ]);
  expect(comparedKeys(keys, 'customer').map(({ kind }) => kind)).toEqual(['email']);
});

it('a contact is compared by phones and e-mails, and found by its domain, too', () => {
  const keys = contactKeys({
    phones: [phone('+7')],
    emails: ['a@b.example'],
    websites: ['https://vk.com/a'],
  });
  expect(keys.map(({ kind }) => kind)).toEqual(['domain', 'email', 'phone']);
  expect(comparedKeys(keys, 'contact').map(({ kind }) => kind)).toEqual(['email', 'phone']);
});

it('a domain in other letters is one domain, and a bare host or address is none', () => {
  const site = (website: string) =>
    customerKeys(customer({ website })).find(({ kind }) => kind === 'domain')?.key;
  expect(site('https://пример.рф')).toBe(site('https://xn--e1afmkfd.xn--p1ai/'));
  for (const none of ['http://localhost', 'http://10.0.0.1/', 'http://[::1]/', 'no address'])
    expect(site(none)).toBeUndefined();
});

it('a key of any length fits an index, and two long ones stay two', () => {
  const long = '有'.repeat(300);
  const [a, b] = [long, `${long.slice(0, -1)}无`].map(
    (name) => customerKeys(customer({ name }))[0]?.key ?? '',
  );
  expect(a).not.toBe(b);
  expect(Buffer.byteLength(a ?? '')).toBeLessThan(1000);
});

it('without an id in another system there is no key of it', () => {
  expect(externalKey('erp', '')).toEqual([]);
  expect(externalKey('erp', '1')).not.toEqual(externalKey('crm', '1'));
});
