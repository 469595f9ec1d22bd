import { fromBinary, getOption, setExtension } from '@bufbuild/protobuf';
import type { FileDescriptorSet } from '@bufbuild/protobuf/wkt';
import { FileDescriptorSetSchema, MethodOptionsSchema } from '@bufbuild/protobuf/wkt';
import { create } from '@bufbuild/protobuf';
import { descriptors } from '@kontor/contracts/gen/descriptors';
import { eventAggregates } from '@kontor/contracts/gen/events';
import { Contract, contract } from './contract.js';
import { registryOf } from './descriptor-image.js';

const customers = '/kontor.customer.v1.CustomerService';

describe('the contract', () => {
  it('tells everything about a call', () => {
    const method = contract.method(`${customers}/CreateCustomer`);
    expect(method).toMatchObject({
      service: 'kontor.customer.v1.CustomerService',
      name: 'CreateCustomer',
      path: '/kontor.customer.v1.CustomerService/CreateCustomer',
      jsonPath: '/json.kontor.customer.v1.CustomerService/CreateCustomer',
      http: { verb: 'post', path: '/v1/customers', body: 'customer' },
      permission: 'customer.write',
      public: false,
      internal: false,
      successStatus: 201,
    });
    expect(method.comment).toMatch(/^Adds a customer\. .* 409 external-id-taken when/);
    expect(contract.method(method.jsonPath)).toBe(method);
  });

  it('writes parameters of paths by their JSON names and keeps custom verbs', () => {
    expect(contract.method(`${customers}/UpdateContact`).http?.path).toBe(
      '/v1/customers/{customerId}/contacts/{id}',
    );
    expect(contract.method(`${customers}/TransferCustomer`).http).toEqual({
      verb: 'post',
      path: '/v1/customers/{id}:transfer',
      body: '*',
    });
  });

  it('takes a GET for a reading call, and a call without a route that says that it changes nothing', () => {
    expect(contract.method(`${customers}/GetCustomer`).reads).toBe(true);
    expect(contract.method(`${customers}/CreateCustomer`).reads).toBe(false);
    expect(contract.method('/kontor.customer.v1.PanoramaService/GetPanorama').reads).toBe(true);
    expect(contract.method('/kontor.customer.v1.FileService/CreateFile').reads).toBe(false);
  });

  it('knows the events that the generated map knows', () => {
    const known = Object.fromEntries(contract.events().map(({ name, aggregate }) => [name, aggregate]));
    expect(known).toEqual(eventAggregates);
  });

  it('tells type, words and rules of fields', () => {
    const fields = new Map(
      contract.fields('kontor.customer.v1.Customer').map((field) => [field.name, field]),
    );
    expect(fields.get('status')).toMatchObject({
      column: 'status',
      type: 'word',
      optional: false,
      words: ['prospect', 'interested', 'negotiating', 'cooperating', 'dormant', 'lost'],
      rules: { filterable: true, sortable: true, required: false },
    });
    expect(fields.get('nextContactTime')).toMatchObject({
      column: 'next_contact_time',
      type: 'time',
      optional: true,
    });
    expect(fields.get('createTime')).toMatchObject({
      type: 'time',
      optional: false,
      rules: { outputOnly: true },
    });
    expect(fields.get('emails')).toMatchObject({
      repeated: true,
      rules: { format: 'email', maxItems: 20, sensitivity: 'personal' },
    });
    expect(fields.get('website')?.rules).toMatchObject({ format: 'url', maxLength: 500, maxItems: 100 });
    expect(fields.get('source')?.comment).toContain('`externalId` unique');
  });

  it('has no field of a message that does not exist', () => {
    expect(() => contract.fields('kontor.customer.v1.Nobody')).toThrow(
      'no message kontor.customer.v1.Nobody',
    );
    expect(contract.fields('kontor.identity.v1.GetMeRequest')).toEqual([]);
  });
});

describe('a contract that contradicts itself does not load', () => {
  it('when a call has no permission, or two of permission, public and internal', () => {
    expect(() => changed((set) => rule(set, 'GetCustomer', { permission: '' }))).toThrow(
      'kontor.customer.v1.CustomerService.GetCustomer must set exactly one of',
    );
    expect(() => changed((set) => rule(set, 'GetCustomer', { public: true }))).toThrow('exactly one of');
  });

  it('when an internal call has an HTTP route', () => {
    expect(() => changed((set) => rule(set, 'GetCustomer', { permission: '', internal: true }))).toThrow(
      'no HTTP route',
    );
  });

  it('when a filterable field is a list or a message', () => {
    const broken = () =>
      changed((set) => {
        const customer = messageIn(set, 'Customer');
        const name = customer.field.find((field) => field.name === 'name');
        const phones = customer.field.find((field) => field.name === 'phones');
        if (phones && name) phones.options = name.options;
      });
    expect(broken).toThrow('kontor.customer.v1.Customer.phones is no single comparable value');
  });

  it('when a path names a field that the request has not', () => {
    const broken = () =>
      changed((set) => {
        const id = messageIn(set, 'GetCustomerRequest').field[0];
        if (id) id.name = 'other';
      });
    expect(broken).toThrow('GetCustomerRequest has no field id');
  });
});

/** The contract of this build after a change of its descriptors. */
function changed(change: (set: FileDescriptorSet) => void): Contract {
  const set = fromBinary(FileDescriptorSetSchema, Buffer.from(descriptors, 'base64'));
  change(set);
  return new Contract(registryOf(set));
}

function rule(set: FileDescriptorSet, name: string, change: Record<string, unknown>): void {
  const extension = contract.registry.getExtension('kontor.options.v1.method');
  const method = set.file
    .flatMap((file) => file.service)
    .flatMap((service) => service.method)
    .find((one) => one.name === name);
  const desc = contract.registry
    .getService('kontor.customer.v1.CustomerService')
    ?.methods.find((one) => one.name === name);
  if (!extension || !method || !desc) throw new Error(`no method ${name}`);
  method.options ??= create(MethodOptionsSchema);
  setExtension(method.options, extension, { ...(getOption(desc, extension) as object), ...change } as never);
}

function messageIn(set: FileDescriptorSet, name: string) {
  const message = set.file
    .filter((file) => file.package === 'kontor.customer.v1')
    .flatMap((file) => file.messageType)
    .find((one) => one.name === name);
  if (!message) throw new Error(`no message ${name}`);
  return message;
}
