import { decodeJwt } from 'jose';
import { serviceCall } from '@kontor/access/call';
import { tellBeat } from '../src/beat/beat.js';
import { OrganisationService } from '../src/organisation/organisation.service.js';
import { by, byNobody, identityOnDatabase, password, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const ended = async () =>
  (await identity.rows<{ id: string }>('SELECT session_id AS id FROM ended_session')).map(({ id }) => id);
const emitted = async (type: string) => {
  const rows = await identity.rows<{ payload: string }>('SELECT payload FROM outbox WHERE type = $1', [type]);
  return rows.map(({ payload }) => JSON.parse(payload) as object);
};
const told = () => emitted('kontor.identity.v1.SessionEnded');

describe('what ends', () => {
  it('is known to identity in the same transaction, whether events travel or not', async () => {
    const [person, other] = [await identity.person(), await identity.person()];
    const signIn = ({ email }: { email: string }) =>
      identity.signIns.create({ email, password, code: '' }, byNobody());
    const { accessToken } = await signIn(person);
    const kept = String(decodeJwt((await signIn(other)).accessToken)['sid']);
    const sessionId = String(decodeJwt(accessToken)['sid']);
    await identity.devices.endAll(person.id, by(person));
    expect(await ended()).toContain(sessionId);
    expect(await ended()).not.toContain(kept);
    expect(await told()).toContainEqual({ sessionId, personId: person.id });
  });

  it('is a removed key too, by the id that its tokens carry', async () => {
    const person = await identity.person();
    const { apiKey, secret } = await identity.apiKeys.create(
      { name: 'Sync', scopes: ['customer.read'], expireTime: undefined },
      by(person),
    );
    const { accessToken } = await identity.apiKeys.exchange({ secret }, byNobody());
    const id = apiKey?.id ?? '';
    expect(decodeJwt(accessToken)['sid']).toBe(id);
    await identity.apiKeys.remove(id, by(person));
    expect(await ended()).toContain(id);
    expect(await told()).toContainEqual({ sessionId: id, personId: person.id });
  });
});

describe('the beat', () => {
  it('is told once however many replicas try, and not again before its time', async () => {
    const tell = () => identity.unitOfWork.write(serviceCall('identity', 'beat'), tellBeat);
    const { done } = await together([tell(), tell(), tell(), tell(), tell()]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await tell()).toBe(false);
    const beats = await emitted('kontor.identity.v1.OrganisationBeat');
    expect(beats).toEqual([{ time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown }]);
  });
});

describe('the organisation for the gateway', () => {
  it('is what the copies hold, removed and past things left out', async () => {
    const id = '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50';
    const rights = {
      id: 'clerk',
      permissions: [],
      deniedPermissions: [],
      reaches: [],
      names: [],
      fields: [],
    };
    await identity.unitOfWork.write(serviceCall('identity', 'test'), async (tx) => {
      await tx.query(
        `INSERT INTO person_copy VALUES ($1, 'a@b.c', 'A', NULL, NULL, '["clerk"]', 'active', 'en', 'UTC', 3)`,
        [id],
      );
      await tx.query(
        `INSERT INTO unit_copy VALUES ($1, 'U', NULL, 'k', NULL, false, 2), (gen_random_uuid(), 'V', NULL, 'k', NULL, true, 2)`,
        [id],
      );
      await tx.query(`INSERT INTO role_copy VALUES ('clerk', $1, false, 4), ('gone', '{}', true, 1)`, [
        JSON.stringify(rights),
      ]);
      await tx.query(
        `INSERT INTO substitution_copy VALUES ($1, $1, $1, '2026-01-01Z', '2126-01-01Z', '{customer}', false, 5),
           (gen_random_uuid(), $1, $1, '2025-01-01Z', '2025-01-02Z', '{}', false, 5),
           (gen_random_uuid(), $1, $1, '2026-01-01Z', '2126-01-01Z', '{}', true, 5)`,
        [id],
      );
    });
    const snapshot = await new OrganisationService(identity.unitOfWork).snapshot(
      serviceCall('gateway', 'test'),
    );
    expect(snapshot).toEqual({
      people: [{ id, roles: ['clerk'], status: 'active', etag: '3' }],
      units: [{ id, etag: '2' }],
      roles: [{ ...rights, etag: '4' }],
      substitutions: [
        {
          id,
          personId: id,
          substituteId: id,
          startTime: '2026-01-01T00:00:00.000Z',
          endTime: '2126-01-01T00:00:00.000Z',
          objects: ['customer'],
          etag: '5',
        },
      ],
    });
  });
});
