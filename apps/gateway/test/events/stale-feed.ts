import { randomUUID } from 'node:crypto';
import { until } from '@kontor/testing/until';
import { Freshness } from '../../src/events/freshness.js';
import { type Ask } from '../stage.js';
import { anna, emit, stage } from './scene.js';

describe('a feed of identity that stands still', () => {
  const beat = (age: number) =>
    emit('kontor.identity.v1.OrganisationBeat', { time: new Date(Date.now() - age).toISOString() });
  const answerTo = async (path: string, options: Ask) => {
    const response = await stage.ask(path, { token: await stage.signer.token(anna), ...options });
    const { type = '' } = (await response.json()) as { type?: string };
    return {
      status: response.status,
      reason: type.split(':').at(-1),
      retry: response.headers.get('retry-after'),
    };
  };
  const change = { method: 'POST', json: { kind: 'company', name: 'A' } };

  it('lets people read, refuses their changes but for those that identity judges itself, and heals', async () => {
    expect((await answerTo('/v1/customers', change)).reason).not.toBe('rights-stale');
    await beat(15_500);
    const refused = await until('changes to be refused', async () => {
      const answer = await answerTo('/v1/customers', change);
      return answer.status === 503 ? answer : undefined;
    });
    expect(refused).toEqual({ status: 503, reason: 'rights-stale', retry: '3' });
    const read = await answerTo(`/v1/customers/${randomUUID()}`, {});
    expect(read).toMatchObject({ status: 404, reason: 'record-not-found' });
    const judged = await answerTo('/v1/people', {
      method: 'POST',
      json: { name: 'B', email: 'b@kontor.local' },
    });
    expect(judged.reason).not.toBe('rights-stale');
    const ready = await stage.ask('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', rights: 'stale' }]);
    // One that was held up is no news.
    await beat(15_200);
    await beat(0);
    await until('changes to be taken', async () => (await answerTo('/v1/customers', change)).status !== 503);
  });

  it('is known to a gateway that starts later', async () => {
    const freshness = new Freshness();
    expect(freshness.stale()).toBe(false);
    await freshness.recall(stage.broker);
    expect([freshness.stale(), freshness.stale(Date.now() + 60_000)]).toEqual([false, true]);
  });
});
