import { HIDDEN, isHidden, redact, scrub } from './redaction.js';

describe('isHidden', () => {
  it.each([
    'password',
    'newPassword',
    'access_token',
    'refreshToken',
    'Authorization',
    'set-cookie',
    'KONTOR_SECRET',
    'email',
    'ownerEmail',
    'phones',
    'name',
    'lastName',
    'addresses',
    'content',
  ])('hides %s', (key) => expect(isHidden(key)).toBe(true));

  it.each(['id', 'code', 'reason', 'method', 'durable', 'rows', 'tokens', 'filename', 'nameless'])(
    'shows %s',
    (key) => expect(isHidden(key)).toBe(false),
  );
});

describe('redact', () => {
  it('hides at any depth and leaves its argument as it is', () => {
    const facts = {
      id: '1',
      phones: ['+86'],
      owner: { email: 'a@b.cn', unit: { name: 'Sales', id: 'u' } },
      list: [{ token: 'x' }],
    };
    const before = structuredClone(facts);
    expect(redact(facts)).toEqual({
      id: '1',
      phones: HIDDEN,
      owner: { email: HIDDEN, unit: { name: HIDDEN, id: 'u' } },
      list: [{ token: HIDDEN }],
    });
    expect(facts).toEqual(before);
  });

  it('shows that a hidden value is absent', () => {
    expect(redact({ email: undefined, phone: null })).toEqual({ email: undefined, phone: null });
  });

  it('ends at cycles, long lists and bytes', () => {
    const loop: Record<string, unknown> = {
      bytes: Buffer.alloc(9),
      list: Array.from({ length: 1000 }, () => 1),
      at: new Date(0),
    };
    loop['self'] = loop;
    const copy = redact(loop);
    expect(copy).toMatchObject({ bytes: '[9 bytes]', at: new Date(0) });
    expect((copy['list'] as unknown[]).length).toBe(50);
    expect(JSON.stringify(copy)).toContain('[deep]');
  });
});

describe('scrub', () => {
  it.each([
    ['to <li.lei@mail.example.cn>: refused', `to <${HIDDEN}>: refused`],
    ['иван@пример.рф', HIDDEN],
    ['"a@b.cn","c@d.cn"', `"${HIDDEN}","${HIDDEN}"`],
    ['nats://user:pass@127.0.0.1:4222', `nats://${HIDDEN}@127.0.0.1:4222`],
    ['token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln', `token ${HIDDEN}`],
    ['+8613800138000', HIDDEN],
    ['2026-11-21T09:00:00+08:00', '2026-11-21T09:00:00+08:00'],
    ['nothing to hide', 'nothing to hide'],
  ])('writes %s as %s', (line, clean) => {
    expect(scrub(line)).toBe(clean);
  });

  it('passes over long texts without backtracking', () => {
    const line = `${'a'.repeat(200_000)} @ ${'b.'.repeat(100_000)}`;
    expect(scrub(line)).toBe(line);
  });
});
