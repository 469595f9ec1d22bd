import { jetstream } from '@nats-io/jetstream';
import { testBroker } from './broker.js';

describe('the test broker', () => {
  it('keeps messages in a stream of this spec, and takes the stream away afterwards', async () => {
    const broker = await testBroker();
    const service = broker.service('customer');
    await broker.manager.streams.add({ name: `KONTOR_${service}`, subjects: [`kontor.${service}.>`] });
    await jetstream(broker.connection).publish(`kontor.${service}.customer.v1.CustomerCreated`, 'one');
    const info = await broker.manager.streams.info(`KONTOR_${service}`);
    expect(info.state.messages).toBe(1);
    await broker.dispose();

    const again = await testBroker();
    await expect(again.manager.streams.info(`KONTOR_${service}`)).rejects.toThrow();
    await again.dispose();
  });
});
