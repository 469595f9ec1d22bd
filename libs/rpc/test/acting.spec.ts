import { v7 as uuidv7 } from 'uuid';
import type { Call } from '@kontor/access/call';
import { Organisation, type OrganisationPerson, type Substitution } from '@kontor/access/organisation';
import type { RoleRights } from '@kontor/access/default-roles';
import { RpcClients, type OutgoingCall } from '../src/client.js';
import { startNoticeServer, type NoticeServer } from './notice-server.js';

const getNotice = '/kontor.notification.v1.NoticeService/GetNotice';
const readNotice = '/kontor.notification.v1.NoticeService/ReadNotice';
const day = 86_400_000;

const role = (id: string, permissions: string[]): RoleRights => ({
  id,
  permissions,
  deniedPermissions: [],
  reaches: [],
  names: [],
  fields: [],
});
const [anna, boris, chen, dora, left] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
const rolesOf: Record<string, string[]> = {
  [anna]: ['mute'],
  [boris]: ['salesperson', 'administrator'],
  [chen]: ['mute', 'salesperson'],
  [dora]: ['administrator'],
  [left]: ['salesperson'],
};
const standsIn = (personId: string, more: Partial<Substitution> = {}): Substitution => ({
  personId,
  substituteId: anna,
  start: Date.now() - day,
  end: Date.now() + day,
  objects: [],
  ...more,
});
let substitutions: Substitution[] = [];
const ended = new Set<string>();
let stale = false;

let notices: NoticeServer;
let clients: RpcClients;
let calls: Call[];
beforeAll(async () => {
  const people: OrganisationPerson[] = Object.entries(rolesOf).map(([id, roles]) => ({ id, roles }));
  const organisation = () => new Organisation(people, { roles: [role('mute', [])], substitutions });
  notices = await startNoticeServer({
    sources: {
      organisation,
      currentPerson: (id) => {
        const roles = rolesOf[id];
        const status = id === left ? 'left' : 'active';
        return roles && { roles, status, rights: organisation().rights(roles) };
      },
      revocations: { ended: (session) => ended.has(session), stale: () => stale },
    },
  });
  const answer = (request: { id: string }, call: Call) => (
    calls.push(call),
    Promise.resolve({ id: request.id })
  );
  Object.assign(notices.behaviour, { get: answer, read: answer });
  clients = new RpcClients({ notification: notices.listen });
}, 60_000);
beforeEach(() => {
  calls = [];
  substitutions = [];
  ended.clear();
  stale = false;
});
afterAll(async () => {
  clients?.close();
  await notices?.close();
});

/** Makes a call as a person; resolves to what the controller was told of the caller, or rejects with the refusal. */
async function call(personId: string, path: string, acting: Partial<OutgoingCall> = {}, claims = {}) {
  const token = await notices.token({ sub: personId, ...claims });
  const outgoing = { requestId: 'r', language: 'en', deadline: Date.now() + 5_000, ...acting } as const;
  await clients.call(path, { id: uuidv7() }, outgoing, token);
  return calls.at(-1)?.caller;
}

const refusedAs = (code: string, reason: string) => expect.objectContaining({ code, reason }) as unknown;

describe('acting for somebody who is away', () => {
  it('gives what the roles of the absent person allow, without administrator, and stays in one’s own name', async () => {
    await expect(call(anna, getNotice)).rejects.toEqual(refusedAs('forbidden', 'forbidden'));
    substitutions = [standsIn(boris)];
    const caller = await call(anna, getNotice, { onBehalfOf: boris });
    expect(caller).toMatchObject({ personId: anna, onBehalfOf: boris, roles: ['salesperson'] });
    expect(caller?.rights?.all).toBe(false);
  });

  it('is refused to who does not stand in, stood in once, stands in for other records, or for who left', async () => {
    const no = refusedAs('forbidden', 'not-a-substitute');
    await expect(call(chen, getNotice, { onBehalfOf: boris })).rejects.toEqual(no);
    await expect(call(chen, getNotice, { onBehalfOf: uuidv7() })).rejects.toEqual(no);
    substitutions = [standsIn(boris, { end: Date.now() - 1 })];
    await expect(call(anna, getNotice, { onBehalfOf: boris })).rejects.toEqual(no);
    substitutions = [standsIn(boris, { objects: ['customer'] })];
    await expect(call(anna, getNotice, { onBehalfOf: boris })).rejects.toEqual(no);
    substitutions = [standsIn(left)];
    await expect(call(anna, getNotice, { onBehalfOf: left })).rejects.toEqual(no);
    expect(calls).toEqual([]);
  });

  it('stays within the scopes of a key', async () => {
    substitutions = [standsIn(boris)];
    const scopes = { scp: ['customer.read'] };
    await expect(call(anna, getNotice, { onBehalfOf: boris }, scopes)).rejects.toEqual(
      refusedAs('forbidden', 'forbidden'),
    );
  });

  it('changes nothing for who names oneself', async () => {
    expect(await call(chen, getNotice, { onBehalfOf: chen })).not.toHaveProperty('onBehalfOf');
  });

  it.each([
    [{ onBehalfOf: 'boris' }, 'Kontor-On-Behalf-Of', 'not-a-uuid'],
    [{ viewAsRole: 'No role!' }, 'Kontor-View-As-Role', 'not-a-role'],
    [{ onBehalfOf: boris, viewAsRole: 'mute' }, 'Kontor-View-As-Role', 'not-on-behalf'],
  ])('refuses %j and names the header', async (acting, field, reason) => {
    await expect(call(chen, getNotice, acting)).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field, reason }],
    });
  });
});

describe('viewing as a role', () => {
  it('gives the rights of that role alone', async () => {
    const caller = await call(dora, getNotice, { viewAsRole: 'salesperson' });
    expect(caller).toMatchObject({ personId: dora, roles: ['salesperson'] });
    expect(caller?.rights?.all).toBe(false);
    await expect(call(dora, getNotice, { viewAsRole: 'mute' })).rejects.toEqual(
      refusedAs('forbidden', 'forbidden'),
    );
  });

  it('is for who manages roles, for reading, and for roles that there are', async () => {
    await expect(call(chen, getNotice, { viewAsRole: 'salesperson' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(call(dora, readNotice, { viewAsRole: 'salesperson' })).rejects.toEqual(
      refusedAs('forbidden', 'preview-reads-only'),
    );
    await expect(call(dora, getNotice, { viewAsRole: 'nobody-has-it' })).rejects.toEqual(
      refusedAs('not_found', 'role-not-found'),
    );
  });
});

describe('revocation', () => {
  it('refuses the tokens of an ended session and no others', async () => {
    const sid = uuidv7();
    await call(chen, getNotice, {}, { sid });
    ended.add(sid);
    await expect(call(chen, getNotice, {}, { sid })).rejects.toEqual(
      refusedAs('unauthenticated', 'signed-out'),
    );
    await call(chen, getNotice);
  });

  it('takes no change while rights are not known, lets people read, and takes changes again afterwards', async () => {
    stale = true;
    await expect(call(chen, readNotice)).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'rights-stale',
      retryAfterSeconds: 3,
    });
    await call(chen, getNotice);
    stale = false;
    await call(chen, readNotice);
    expect(calls.map(({ method }) => method)).toEqual([getNotice, readNotice]);
  });
});
