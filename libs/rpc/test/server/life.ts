import { Client, credentials, status } from '@grpc/grpc-js';
import { knownPermissions } from '@kontor/access/permissions';
import { startNoticeServer } from '../notice-server.js';
import { getNotice, notices, send, service, wanted } from './scene.js';

describe('a server', () => {
  it('finishes the calls that run when it closes, and takes no new ones', async () => {
    const closing = await startNoticeServer();
    const own = new Client(closing.listen, credentials.createInsecure());
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    closing.behaviour.get = async (request) => {
      started();
      await released;
      return { id: request.id };
    };
    const metadata = { authorization: `Bearer ${await closing.token()}` };
    const answer = send(getNotice.jsonPath, wanted, metadata, own);
    await running;
    const closed = closing.close();
    const late = new Client(closing.listen, credentials.createInsecure());
    expect((await send(getNotice.jsonPath, wanted, metadata, late, Date.now() + 2_000)).code).not.toBe(
      status.OK,
    );
    release();
    expect((await answer).code).toBe(status.OK);
    await closed;
    own.close();
    late.close();
  });

  it('does not start when a call of the contract has no controller', async () => {
    await expect(startNoticeServer({ controllers: [] })).rejects.toThrow(
      `No controller answers ${service}/ListNotices`,
    );
  });

  it('does not start when a call needs a permission that no role has', async () => {
    const known = knownPermissions as Set<string>;
    known.delete('notice.own');
    try {
      await expect(startNoticeServer()).rejects.toThrow('needs notice.own, which no role has');
    } finally {
      known.add('notice.own');
    }
  });

  it('does not start where another listens already', async () => {
    await expect(startNoticeServer({ listen: notices.listen })).rejects.toThrow();
  });
});
