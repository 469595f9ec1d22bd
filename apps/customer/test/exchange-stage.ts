import { randomUUID } from 'node:crypto';
import type { ListInteractionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { ListTriageItemsResponse } from '@kontor/contracts/gen/kontor/customer/v1/triage_service';
import { testService, type TestPerson } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { signingKey } from '../src/telephony/rules/signature.js';

const base = '/kontor.customer.v1';
const secret = 'a-secret-of-the-exchange';

/** The customer service with a telephone exchange, that signs its events, and one who administers it. */
export async function exchangeStage(ownNumbers = '') {
  Object.assign(process.env, { TELEPHONY_SECRET: secret, TELEPHONY_OWN_NUMBERS: ownNumbers });
  const service = await testService('customer', customerService);
  delete process.env.TELEPHONY_SECRET;
  delete process.env.TELEPHONY_OWN_NUMBERS;
  const admin = await service.person({ roles: ['administrator'] });
  const ask = <T>(person: TestPerson | undefined, path: string, request: object = {}) =>
    service.call<T>(person, `${base}.${path}`, request);
  return {
    service,
    admin,
    ask,
    /** Says whose phones these are, by their numbers. */
    extensions: async (people: Record<string, TestPerson>) => {
      for (const [number, { id: personId }] of Object.entries(people))
        await ask(admin, 'TelephonyService/CreateExtension', { extension: { number, personId } });
    },
    /** Tells an event; `change` spoils it. */
    tell: (event: object, change: object = {}): Promise<object> => {
      const body = Buffer.from(JSON.stringify(event));
      const webhookId = randomUUID();
      const now = new Date();
      return ask(undefined, 'TelephonyService/ReceiveTelephonyEvent', {
        webhookId,
        webhookTimestamp: String(Math.floor(now.getTime() / 1000)),
        webhookSignature: signingKey(secret).sign(webhookId, now, body),
        body: body.toString('base64'),
        ...change,
      });
    },
    talks: async (person: TestPerson, customerId: string) =>
      (await ask<ListInteractionsResponse>(person, 'CustomerService/ListInteractions', { customerId }))
        .interactions,
    /** What waits in the tray from an address. */
    tray: async (person: TestPerson, address: string) =>
      (
        await ask<ListTriageItemsResponse>(person, 'TriageService/ListTriageItems', { pageSize: 200 })
      ).triageItems.filter((item) => item.address === address),
  };
}
