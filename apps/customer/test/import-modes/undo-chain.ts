import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { admin, anna, boss, calls, columns, find, freshSource, stage, undo } from './scene.js';

describe('imports one after the other', () => {
  const withContact = { ...columns, who: 'contact1Name', role: 'contact1Position' };
  const file = (segment: string, role: string) =>
    `id,name,segment,tel,who,role\n1,Chain,${segment},,Ada,${role}\n`;
  const contactOf = async (customerId: string) =>
    (await stage.service.call<{ contacts: Contact[] }>(anna, `${calls}/ListContacts`, { customerId }))
      .contacts[0];

  it('are undone from the last to the first, each back to what the one before left', async () => {
    const source = freshSource();
    const runs = [await stage.import(anna, file('one', 'clerk'), withContact, { source })];
    for (const [segment, role] of [
      ['two', 'head'],
      ['three', 'chief'],
    ] as const)
      runs.push(await stage.import(anna, file(segment, role), withContact, { source, mode: 'update' }));
    const { id } = await find(anna, source, '1');
    const [first, second, third] = runs;
    expect(await undo(anna, third?.id ?? '')).toMatchObject({ recordsUndone: 2, recordsKept: 0 });
    expect([(await find(anna, source, '1')).segment, (await contactOf(id))?.position]).toEqual([
      'two',
      'head',
    ]);
    expect(await undo(anna, second?.id ?? '')).toMatchObject({ recordsUndone: 2, recordsKept: 0 });
    expect([(await find(anna, source, '1')).segment, (await contactOf(id))?.position]).toEqual([
      ...['one', 'clerk'],
    ]);
    expect(await undo(anna, first?.id ?? '')).toMatchObject({ recordsUndone: 2, recordsKept: 0 });
    await expect(find(anna, source, '1')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave alone what somebody changed between them', async () => {
    const source = freshSource();
    const first = await stage.import(anna, 'id,name,segment,tel\n1,Gap,one,\n', columns, { source });
    const { id } = await find(anna, source, '1');
    const note = { id, customer: { note: 'mine' }, updateMask: ['note'] };
    await stage.service.call(anna, `${calls}/UpdateCustomer`, note);
    const second = await stage.import(anna, 'id,name,segment,tel\n1,Gap,two,\n', columns, {
      ...{ source, mode: 'update' },
    });
    expect(await undo(anna, second.id)).toMatchObject({ recordsUndone: 1 });
    expect(await undo(anna, first.id)).toMatchObject({ recordsUndone: 0, recordsKept: 1 });
    expect(await find(anna, source, '1')).toMatchObject({ segment: 'one', note: 'mine' });
  });

  it('give a customer back to nobody where nobody had it, and never to who left', async () => {
    const source = freshSource();
    const leaver = await stage.service.person({
      name: 'Leaver',
      managerId: boss.id,
      email: 'l@kontor.local',
    });
    const make = (externalId: string, more: object) =>
      stage.service.call<Customer>(admin, `${calls}/CreateCustomer`, {
        customer: { kind: 'company', name: `Passed ${source} ${externalId}`, source, externalId },
        ...more,
      });
    const ownerless = await make('1', { unassigned: true });
    const owned = await make('2', {});
    await stage.service.call(admin, `${calls}/TransferCustomer`, { id: owned.id, ownerId: leaver.id });
    const run = await stage.import(
      admin,
      'id,owner\n1,anna@kontor.local\n2,anna@kontor.local\n',
      { id: 'externalId', owner: 'ownerEmail' },
      { source, mode: 'update' },
    );
    expect(await stage.badRows(admin, run.id)).toEqual([]);
    expect(run).toMatchObject({ rowsUpdated: 2 });
    await stage.service.know(async (tx) => {
      await tx.query(`UPDATE person_copy SET status = 'left' WHERE id = $1`, [leaver.id]);
    });
    expect(await undo(admin, run.id, admin)).toMatchObject({ recordsUndone: 1, recordsKept: 1 });
    const get = (id: string) => stage.service.call<Customer>(admin, `${calls}/GetCustomer`, { id });
    expect(await get(ownerless.id)).not.toHaveProperty('ownerId');
    expect(await get(owned.id)).toMatchObject({ ownerId: anna.id });
  });
});
