import { randomUUID } from 'node:crypto';
import { EndedSessions } from '../../src/events/ended-sessions.js';
import { type Ask } from '../stage.js';
import { anna, boris, emit, listen, stage } from './scene.js';

describe('ends and refusals', () => {
  async function refusal(options: Ask): Promise<[number, string]> {
    const response = await stage.ask('/v1/events', options);
    return [response.status, ((await response.json()) as { type: string }).type];
  }

  it('wants a token', async () => {
    expect(await refusal({})).toEqual([401, 'urn:kontor:error:signed-out']);
  });

  it.each(['7', 'customer:x', 'customer:1,customer:2', 'customer:-1', ','])(
    'refuses the cursor %s',
    async (cursor) => {
      const token = await stage.signer.token(anna);
      expect(await refusal({ token, headers: { 'last-event-id': cursor } })).toEqual([
        400,
        'urn:kontor:error:event-cursor-invalid',
      ]);
    },
  );

  it('ends when the token does', async () => {
    const reader = await listen(await stage.signer.token(anna, ['salesperson'], 4));
    expect(await reader.next()).toBeUndefined();
  });

  it('ends when the person signs out', async () => {
    const sessionId = randomUUID();
    const reader = await listen(await stage.signer.token(anna, ['salesperson'], 300, sessionId));
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    expect(await reader.next()).toBeUndefined();
  });

  it('lets nobody in with the token of a session that has ended', async () => {
    const sessionId = randomUUID();
    const token = await stage.signer.token(anna, ['salesperson'], 300, sessionId);
    const reader = await listen(token);
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    await reader.next();
    expect(await refusal({ token })).toEqual([401, 'urn:kontor:error:signed-out']);
  });

  it('remembers after a restart which sessions have ended', async () => {
    const sessionId = randomUUID();
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    const ended = new EndedSessions();
    await ended.recall(stage.broker);
    expect([ended.has(sessionId), ended.has(randomUUID())]).toEqual([true, false]);
  });

  it('allows each person so many streams', async () => {
    const token = await stage.signer.token(boris);
    await listen(token);
    await listen(token);
    expect(await refusal({ token })).toEqual([429, 'urn:kontor:error:too-many-event-streams']);
  });
});
