import { randomUUID } from 'node:crypto';
import { type EventReader } from '../event-reader.js';
import { anna, emit, listen, stage } from './scene.js';

describe('rights of now', () => {
  /** One stream keeps the order: a change of rights, then a change of a record. */
  async function changed(ownerId: string, previousOwnerId?: string): Promise<string> {
    const id = randomUUID();
    const customer = { id, ownerId, etag: '3' };
    await emit('kontor.customer.v1.CustomerChanged', { customer, changed: [], previousOwnerId }, 'identity');
    return `customers/${id}`;
  }

  const define = (etag: string, permissions: string[], reach: string) =>
    emit('kontor.identity.v1.RoleChanged', {
      role: {
        id: 'clerk',
        permissions,
        deniedPermissions: [],
        reaches: [{ object: 'customer', reach }],
        names: [],
        fields: [],
        etag,
      },
    });
  const tellPerson = (id: string, facts: object) =>
    emit('kontor.identity.v1.PersonChanged', {
      person: { id, roles: ['clerk'], status: 'active', ...facts },
    });

  async function clerk(): Promise<{ id: string; reader: EventReader }> {
    const id = randomUUID();
    await tellPerson(id, { etag: '1' });
    return { id, reader: await listen(await stage.signer.token(id, ['clerk'])) };
  }
  const heardOf = async (reader: EventReader, count: number) =>
    (await reader.take(count)).map(({ data }) => data.object);

  it('reach as far as the role says now, and not a record further', async () => {
    await define('1', ['customer.read'], 'all');
    const { id, reader } = await clerk();
    const far = await changed(anna);
    await define('2', ['customer.read'], 'own');
    await changed(anna);
    const own = await changed(id);
    expect(await heardOf(reader, 2)).toEqual([far, own]);
  });

  it('fall silent when the role loses the permission', async () => {
    await define('3', ['customer.read'], 'own');
    const { id, reader } = await clerk();
    await define('4', [], 'own');
    await changed(id);
    await define('5', ['customer.read'], 'own');
    const own = await changed(id);
    expect(await heardOf(reader, 1)).toEqual([own]);
  });

  it('end the stream of who leaves', async () => {
    const { id, reader } = await clerk();
    await tellPerson(id, { status: 'left', etag: '2' });
    await changed(id);
    expect(await reader.next()).toBeUndefined();
  });

  it('let a substitute hear as long as the absence lasts, and nobody else', async () => {
    await define('6', ['customer.read'], 'own');
    const [away, present, other] = [await clerk(), await clerk(), await clerk()];
    const substitution = {
      id: randomUUID(),
      personId: away.id,
      substituteId: present.id,
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2126-01-01T00:00:00.000Z',
      objects: [],
    };
    await emit('kontor.identity.v1.SubstitutionChanged', { ...substitution, etag: '1' });
    const during = await changed(away.id);
    await emit('kontor.identity.v1.SubstitutionChanged', { ...substitution, cancelled: true, etag: '2' });
    await changed(away.id);
    const [ofPresent, ofOther] = [await changed(present.id), await changed(other.id)];
    expect(await heardOf(present.reader, 2)).toEqual([during, ofPresent]);
    expect(await heardOf(other.reader, 1)).toEqual([ofOther]);
  });

  it('tell the former owner once that a record is gone, and nothing further of it', async () => {
    await define('7', ['customer.read'], 'own');
    const [from, to] = [await clerk(), await clerk()];
    const object = await changed(to.id, from.id);
    const [farewell] = await from.reader.take(1);
    expect(farewell?.data).toEqual({
      id: expect.any(String) as unknown,
      type: 'kontor.customer.v1.CustomerChanged',
      object,
      time: '2026-11-21T10:00:00.000Z',
      gone: true,
    });
    const [told] = await to.reader.take(1);
    expect(told?.data).toMatchObject({ object, etag: '3' });
    expect(told?.data).not.toHaveProperty('gone');
  });
});
