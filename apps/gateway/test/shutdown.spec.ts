import { EventReader } from './event-reader.js';
import { raiseStage } from './stage.js';
import { until } from '@kontor/testing/until';

const anna = '01900000-0000-7000-8000-00000000000a';
const customerId = '01900000-0000-7000-8000-0000000000c1';

it('finishes what it has begun, ends streams of events and takes nothing new', async () => {
  const stage = await raiseStage();
  try {
    const token = await stage.signer.token(anna);
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    stage.answers['CustomerService/GetCustomer'] = async () => {
      reached.resolve();
      await release.promise;
      return { id: customerId, name: 'Kontor GmbH' };
    };
    const stream = await until('the gateway to be ready', async () => {
      const answer = await stage.ask('/v1/events', { token });
      return answer.status === 200 ? answer : undefined;
    });
    const reader = new EventReader(stream);
    await reader.begun();
    const running = stage.ask(`/v1/customers/${customerId}`, { token });
    await reached.promise;
    const closed = stage.gateway.close();
    expect(await reader.next()).toBeUndefined();
    release.resolve();
    const answer = await running;
    expect([answer.status, ((await answer.json()) as { name: string }).name]).toEqual([200, 'Kontor GmbH']);
    await closed;
    await expect(stage.ask('/healthz')).rejects.toThrow();
  } finally {
    await stage.close();
  }
});
