import { status } from '@grpc/grpc-js';
import { AppError } from '@kontor/errors/app-error';
import type { Problem } from '@kontor/errors/problem';
import { metadataKeys } from '../../src/metadata.js';
import { RpcProblem } from '../../src/problem-error.js';
import { as, getNotice, notices, send, wanted } from './scene.js';

describe('an error of a controller', () => {
  it('that is a fault of ours says nothing of itself, and is told to us', async () => {
    const fault = new TypeError('secret SQL of anna@kontor.local');
    notices.behaviour.get = () => Promise.reject(fault);
    const { code, problem } = await send(getNotice.jsonPath, wanted, await as());
    expect(code).toBe(status.INTERNAL);
    expect(problem).toMatchObject({ code: 'internal', reason: 'internal', fields: [] });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(notices.faults).toEqual([fault]);
  });

  it('that is thrown at once, or is no Error, or an answer that cannot be written, is a fault of ours too', async () => {
    const wrongs = [
      () => {
        throw new RangeError('at once');
      },
      () => Promise.reject('text' as never as Error),
      () => Promise.resolve({ id: 7n }),
    ];
    const codes: status[] = [];
    for (const wrong of wrongs) {
      notices.behaviour.get = wrong;
      codes.push((await send(getNotice.jsonPath, wanted, await as())).code);
    }
    expect(codes).toEqual(wrongs.map(() => status.INTERNAL));
    expect(notices.faults).toHaveLength(wrongs.length);
  });

  it('is put into the language of the caller', async () => {
    notices.behaviour.get = () =>
      Promise.reject(new AppError('conflict', 'notice-worn-out', { retryAfterSeconds: 3 }));
    const { code, problem } = await send(getNotice.jsonPath, wanted, {
      ...(await as()),
      [metadataKeys.language]: 'ru',
    });
    expect(code).toBe(status.ABORTED);
    expect(problem).toMatchObject({ code: 'conflict', detail: 'Уведомление устарело', retryAfterSeconds: 3 });
  });

  it('that another service answered is passed on word for word', async () => {
    const said: Problem = {
      code: 'stale',
      reason: 'words-of-theirs',
      detail: 'Фраза другого сервиса',
      fields: [{ field: 'a', reason: 'b', message: 'c' }],
      current: { etag: '9' },
      retryAfterSeconds: 4,
    };
    notices.behaviour.get = () => Promise.reject(new RpcProblem(said));
    expect((await send(getNotice.jsonPath, wanted, await as())).problem).toEqual(said);
  });

  it.each([1, 8, 20, 60, 200])(
    'shows a record of %i kB, or leaves it out, but never loses its code',
    async (size) => {
      const current = { subject: 'Ж'.repeat(size * 500) };
      notices.behaviour.get = () => Promise.reject(new AppError('stale', 'stale-record', { current }));
      const { code, problem } = await send(getNotice.jsonPath, wanted, await as());
      expect(code).toBe(status.FAILED_PRECONDITION);
      expect(problem).toMatchObject({ code: 'stale', reason: 'stale-record' });
      if (size <= 8) expect(problem?.current).toMatchObject(current);
    },
  );

  it('of many fields is told whole', async () => {
    const fields = Array.from({ length: 50 }, (_, i) => ({ field: `phones[${i}].raw`, reason: 'required' }));
    notices.behaviour.get = () => Promise.reject(new AppError('invalid', 'invalid-request', { fields }));
    const { problem } = await send(getNotice.jsonPath, wanted, {
      ...(await as()),
      [metadataKeys.language]: 'ru',
    });
    expect(problem?.fields).toHaveLength(50);
  });
});
