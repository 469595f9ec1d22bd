import { until } from '@kontor/testing/until';
import { anna, boris, change, listen, makeStreams, stage } from './scene.js';

describe('resuming', () => {
  it('gives what was missed once, in order, and then what happens', async () => {
    const token = await stage.signer.token(anna);
    const first = await listen(token);
    const heard = await change(anna);
    expect((await first.take(1))[0]?.data.object).toBe(heard);
    await first.close();
    const missed = [await change(anna), await change(anna)];
    await change(boris);
    missed.push(await change(anna));
    const second = await listen(token, first.lastId);
    const live = await change(anna);
    expect((await second.take(4)).map(({ data }) => data.object)).toEqual([...missed, live]);
  });

  it('misses nothing and repeats nothing when it comes back in the middle of a flood', async () => {
    const token = await stage.signer.token(anna);
    let reader = await listen(token);
    const flood = (async () => {
      const sent: string[] = [];
      for (let event = 0; event < 300; event++) sent.push(await change(anna));
      return sent;
    })();
    const heard: string[] = [];
    while (heard.length < 300) {
      for (const { data } of await reader.take(Math.min(37, 300 - heard.length))) heard.push(data.object);
      await reader.close();
      reader = await listen(token, reader.lastId);
    }
    expect(heard).toEqual(await flood);
  });

  it('says so when what was missed is gone for good', async () => {
    const token = await stage.signer.token(anna);
    const first = await listen(token);
    await change(anna);
    await first.take(1);
    await first.close();
    await change(anna);
    const manager = await stage.broker.manager();
    await manager.streams.purge('KONTOR_CUSTOMER');
    const second = await listen(token, first.lastId);
    expect((await second.take(1))[0]).toMatchObject({ event: 'reset', data: { service: 'customer' } });
    const object = await change(anna);
    expect((await second.take(1))[0]?.data.object).toBe(object);
  });

  it('goes on after the broker has lost its store', async () => {
    const token = await stage.signer.token(anna);
    const reader = await listen(token);
    await change(anna);
    await reader.take(1);
    await stage.nats.loseStore();
    await until('the streams to be made anew', async () => {
      await makeStreams();
      return true;
    });
    const object = await change(anna);
    expect((await reader.take(1))[0]?.data.object).toBe(object);
  });
});
