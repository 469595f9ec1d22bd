import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CustomField, CustomOption } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldShape, TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { TypeChangeFigures } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyTypeChange } from '@kontor/custom-fields/type-change/type-change-copy';
import { testServers } from '@kontor/testing/servers';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

/** The customer service, and identity's part in a change of type, played by the test. */
export async function typeChangeStage() {
  const service = await testService('customer', customerService);
  const address = new URL(testServers().postgresUrl);
  address.pathname = service.database.name;
  const admin = new pg.Client(address.href);
  await admin.connect();
  const seller = await service.person();
  const stranger = await service.person();
  return new TypeChangeStage(service, admin, seller, stranger);
}

/** Options of a choice by key. */
export const optionsOf = (labels: Record<string, [zh: string, ru: string, en: string]>): CustomOption[] =>
  Object.entries(labels).map(([key, [zh, ru, en]]) => ({ key, label: { zh, ru, en }, retired: false }));

/** What a field holds. */
export const shape = (type: FieldShape['type'], facts: Partial<FieldShape> = {}): FieldShape => ({
  ...{ type, options: [], unknownAllowed: true, minimum: '', maximum: '', defaultValue: '' },
  ...{ searchable: false, ...facts },
});

/** What a test does with the customer service in the place of identity and of people. */
export class TypeChangeStage {
  private made = 0;

  constructor(
    readonly service: TestService,
    /** Sees every row, whatever walls there are. */
    readonly admin: pg.Client,
    readonly seller: TestPerson,
    readonly stranger: TestPerson,
  ) {}

  async dispose(): Promise<void> {
    await this.admin.end();
    await this.service.dispose();
  }

  call<T>(name: string, request: object, person = this.seller): Promise<T> {
    return this.service.call<T>(person, `${calls}/${name}`, request);
  }

  create(custom: object, person = this.seller): Promise<Customer> {
    const customer = { kind: 'company', name: `Works ${++this.made} ${uuidv7()}`, custom };
    return this.call('CreateCustomer', { customer }, person);
  }

  change(id: string, custom: object): Promise<Customer> {
    return this.call('UpdateCustomer', { id, customer: { custom }, updateMask: ['custom'] });
  }

  async valueOf(id: string, key: string): Promise<unknown> {
    return (await this.call<Customer>('GetCustomer', { id })).custom?.[key];
  }

  /** Adds a field of customers, or changes it. */
  async field(key: string, of: FieldShape, facts: Partial<CustomField> = {}): Promise<CustomField> {
    const field: CustomField = {
      ...{ id: uuidv7(), object: 'customer', key, label: { zh: key, ru: key, en: key }, referenceObject: '' },
      ...{ requiredStages: [], position: 0, retired: false, etag: '1' },
      ...{ createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
      ...of,
      ...facts,
    };
    await this.service.know((tx) => copyCustomField(tx, field));
    return field;
  }

  /** A change of a field, as identity would begin it. */
  begin(field: CustomField, to: FieldShape, facts: Partial<TypeChange> = {}): TypeChange {
    const { type, options, unknownAllowed, minimum, maximum, defaultValue, searchable } = field;
    return {
      ...{ id: uuidv7(), fieldId: field.id, object: field.object, key: field.key, to, mappings: [] },
      from: { type, options, unknownAllowed, minimum, maximum, defaultValue, searchable },
      ...{
        otherwise: 'refuse',
        currency: '',
        language: 'en',
        state: 'checking',
        values: '0',
        converted: '0',
      },
      ...{ mapped: '0', unknown: '0', cleared: '0', unfit: '0', unfitValues: [], examples: [], usedBy: [] },
      ...{ forms: [], refusedReason: '', personId: uuidv7(), etag: '1' },
      ...{ createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
      ...facts,
    };
  }

  /** Tells the service the state of a change. */
  async tell(change: TypeChange, state: TypeChange['state']): Promise<TypeChange> {
    const told = { ...change, state, etag: String(Number(change.etag) + 1) };
    await this.service.know((tx) => copyTypeChange(tx, told));
    return told;
  }

  /** Waits until the service has done the work of a state, and says what it found. */
  done({ id }: TypeChange, state: TypeChange['state']): Promise<TypeChangeFigures> {
    return until(
      `the end of ${state}`,
      async () => {
        const events = await this.service.events('kontor.identity.v1.TypeChangeStepDone');
        const told = events.find((one) => one.typeChangeId === id && one.state === state);
        return told && (told.figures ?? ({} as TypeChangeFigures));
      },
      60_000,
    );
  }

  /** Looks at what a change would do. */
  async check(change: TypeChange): Promise<TypeChangeFigures> {
    await this.tell(change, 'checking');
    return this.done(change, 'checking');
  }

  /** Runs a change as identity leads it, from the closing to the end, and gives the field as it is then. */
  async run(change: TypeChange, field: CustomField): Promise<CustomField> {
    const version = Number(field.etag);
    const closed = { ...field, changing: true, etag: String(version + 1) };
    await this.service.know((tx) => copyCustomField(tx, closed));
    let told = await this.tell({ ...change, etag: '10' }, 'closing');
    await this.done(change, 'closing');
    told = await this.tell(told, 'emptying');
    await this.done(change, 'emptying');
    const changed = { ...closed, ...change.to, etag: String(version + 2) } as CustomField;
    await this.service.know((tx) => copyCustomField(tx, changed));
    told = await this.tell(told, 'filling');
    await this.done(change, 'filling');
    const { changing: _, ...open } = { ...changed, etag: String(version + 3) };
    await this.service.know((tx) => copyCustomField(tx, open));
    await this.tell({ ...told, undoUntil: new Date(Date.now() + 86_400_000).toISOString() }, 'done');
    return open;
  }

  /** Values that are not of the type that the service's copy of the field has, in one look at both. */
  async misfits(key: string): Promise<unknown[]> {
    const { rows } = await this.admin.query<{ value: unknown }>(
      `SELECT c.custom -> $1 AS value FROM customer c, custom_field_copy f
       WHERE f.field ->> 'key' = $1 AND c.custom ? $1 AND NOT custom_value_fits(c.custom -> $1, f.field)`,
      [key],
    );
    return rows.map(({ value }) => value);
  }
}
