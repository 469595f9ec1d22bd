import { randomUUID } from 'node:crypto';
import { serviceCall } from '@kontor/access/call';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { until } from '@kontor/testing/until';
import { administrator, anna, entry, is, list, people, record, test, verdict } from './scene.js';

describe('the central audit', () => {
  it('gets what somebody changed, by itself', async () => {
    const made = await test.call<Person>(administrator, `${people}/CreatePerson`, {
      email: `${randomUUID()}@example.com`,
      name: 'Ann',
    });
    const person = { name: 'Anna' };
    await test.call(administrator, `${people}/UpdatePerson`, { id: made.id, person, updateMask: ['name'] });
    const [update, create] = await until('the entries to arrive', async () => {
      const found = await list(administrator, is('objectId', made.id));
      return found.length === 2 && found;
    });
    expect(create).toMatchObject({
      action: 'create',
      object: 'person',
      service: 'identity',
      outcome: 'done',
    });
    expect(update).toMatchObject({ personId: administrator.id, action: 'update', version: 2 });
    expect(update?.changes).toContainEqual({ field: 'name', before: 'Ann', after: 'Anna' });
  });

  it('gets what somebody was refused, with the names of fields and no values', async () => {
    const id = randomUUID();
    const request = { id, person: { name: 'X' }, updateMask: ['name'] };
    await expect(test.call(anna, `${people}/UpdatePerson`, request)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
    const managerId = randomUUID();
    const create = { email: `${randomUUID()}@example.com`, name: 'Li', managerId };
    await expect(test.call(administrator, `${people}/CreatePerson`, create)).rejects.toMatchObject({
      problem: { code: 'invalid' },
    });
    const refused = await until('the refusals to arrive', async () => {
      const found = await list(administrator, is('outcome', 'refused'));
      return found.length >= 2 && found;
    });
    expect(refused.find(({ action }) => action === 'UpdatePerson')).toMatchObject({
      ...{ personId: anna.id, object: 'person', objectId: id },
      changes: [
        { field: 'code', after: 'forbidden' },
        { field: 'reason', after: 'forbidden' },
      ],
    });
    const [{ changes = [] } = {}] = refused.filter(({ action }) => action === 'CreatePerson');
    expect(changes).toContainEqual({ field: 'fields', after: '["managerId"]' });
    expect(JSON.stringify(refused)).not.toContain(managerId);
  });

  it('keeps each entry once, however often it comes', async () => {
    const [first, second] = [entry(), entry()];
    await record(first, first);
    await record(first, second);
    for (const { id } of [first, second]) {
      expect(
        await list(administrator, is('objectId', id === first.id ? first.objectId : second.objectId)),
      ).toHaveLength(1);
    }
    expect((await verdict()).fault).toBeUndefined();
  });

  it('stays a chain when many append at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => record(entry(), entry())));
    expect(await verdict()).not.toHaveProperty('fault');
  });

  it('is only ever added to by the role that runs', async () => {
    await record(entry());
    for (const sql of [
      `UPDATE audit_entry SET action = 'nothing'`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      'DELETE FROM audit_digest',
      `UPDATE audit_digest SET to_seq = 0`,
      'DELETE FROM audit_key',
    ]) {
      const tried = test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) => tx.query(sql));
      await expect(tried).rejects.toMatchObject({ code: '42501' });
    }
  });
});
