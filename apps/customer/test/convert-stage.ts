import { v7 as uuidv7 } from 'uuid';
import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListContactsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { serviceCall } from '@kontor/access/call';
import { testService, type CallOptions, type TestPerson } from '@kontor/testing/service';
import { ConversionEndConsumer } from '../src/convert/conversion-end.consumer.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1';

/** A customer service with people of two lines, and what their conversions are made, answered and read by. */
export async function convertStage() {
  const service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис' });

  let count = 0;
  const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
    service.call<Customer>(person, `${calls}.CustomerService/CreateCustomer`, {
      customer: { kind: 'company', name: `Prospect ${++count}`, ...customer },
    });
  const get = (person: TestPerson, id: string) =>
    service.call<Customer>(person, `${calls}.CustomerService/GetCustomer`, { id });
  const setStatus = (person: TestPerson, id: string, status: string) =>
    service.call<Customer>(person, `${calls}.CustomerService/UpdateCustomer`, {
      id,
      customer: { status },
      updateMask: ['status'],
    });
  const contactsOf = async (person: TestPerson, customerId: string): Promise<Contact[]> => {
    const path = `${calls}.CustomerService/ListContacts`;
    return (await service.call<ListContactsResponse>(person, path, { customerId })).contacts;
  };
  const convert = (person: TestPerson, id: string, request: object = {}, options: CallOptions = {}) =>
    service.call<Conversion>(
      person,
      `${calls}.ConvertService/ConvertCustomer`,
      { id, opportunity: { name: '春季订单' }, ...request },
      options,
    );
  const conversion = (person: TestPerson, id: string) =>
    service.call<Conversion>(person, `${calls}.ConvertService/GetConversion`, { id });
  const asked = async (id: string) =>
    (await service.events('kontor.customer.v1.ConversionAsked')).filter(
      ({ conversionId }) => conversionId === id,
    );

  const consumer = () => new ConversionEndConsumer(service.running.app.get(StrategyBook));

  /** What the sales pipeline answers, as the consumer gets it; told twice, since the broker may. */
  async function answer(conversionId: string, reason?: string): Promise<string> {
    const opportunityId = uuidv7();
    for (let i = 0; i < 2; i++) {
      await service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) => {
        const context = { tx, event: {} as never };
        return reason
          ? consumer().refused({ conversionId, reason }, context)
          : consumer().done({ conversionId, opportunityId }, context);
      });
    }
    return opportunityId;
  }

  return {
    ...{ service, boss, anna, boris },
    ...{ create, get, setStatus, contactsOf, convert, conversion, asked, consumer, answer },
  };
}
