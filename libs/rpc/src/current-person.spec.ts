import { nobody, type Caller } from '@kontor/access/caller';
import { asOfNow } from './current-person.js';

const caller: Caller = {
  ...nobody,
  kind: 'person',
  personId: 'anna',
  sessionId: 's',
  roles: ['administrator'],
  scopes: ['customer.read'],
  language: 'ru',
};

describe('a caller as of now', () => {
  it('has the roles of now, and all else from the token', () => {
    expect(asOfNow(caller, { roles: ['salesperson'], status: 'active' })).toEqual({
      ...caller,
      roles: ['salesperson'],
    });
    expect(asOfNow(caller, { roles: [], status: 'leaving' }).roles).toEqual([]);
  });

  it('is as the token says where the person is not known yet', () => {
    expect(asOfNow(caller, undefined)).toBe(caller);
  });

  it('is signed out when the person left', () => {
    expect(() => asOfNow(caller, { roles: ['administrator'], status: 'left' })).toThrow(
      expect.objectContaining({ code: 'unauthenticated', reason: 'signed-out' }),
    );
  });
});
