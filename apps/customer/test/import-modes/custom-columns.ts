import type { Contact } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import { customFieldOf as field, fieldRights, optionsOf, roleOf } from '@kontor/testing/identity-records';
import { anna, boss, calls, changesOf, find, freshSource, other, stage, undo } from './scene.js';

const options = optionsOf('steel', 'paper');
const fields = [
  field('nick', { maximum: '10' }),
  field('margin', { type: 'number', minimum: '0', maximum: '100' }),
  field('industry', { type: 'choice', options, requiredStages: ['negotiating'] }),
];

describe('custom columns of an import that changes customers', () => {
  const columns = {
    id: 'externalId',
    name: 'name',
    status: 'status',
    nick: 'custom.nick',
    margin: 'custom.margin',
    industry: 'custom.industry',
  };
  const header = Object.keys(columns).join(',');
  const fileOf = (...rows: string[]) => [header, ...rows, ''].join('\n');

  beforeAll(async () => {
    await stage.service.know(async (tx) => {
      for (const one of fields) await copyCustomField(tx, one);
      const narrow = roleOf('narrow', {
        permissions: ['customer.read', 'customer.write', 'customer.import'],
        reaches: [{ object: 'customer', reach: 'own' }],
        fields: fieldRights('customer', { 'custom.margin': 'read' }),
      });
      await copyRole(tx, narrow);
    });
  });

  it('change the values that differ, leave empty cells and other values alone, and are undone', async () => {
    const source = freshSource();
    await stage.import(anna, fileOf('1,Alder,,Big,12.5,steel', '2,Birch,,Tall,,'), columns, { source });
    const run = await stage.import(anna, fileOf('1,Alder,,,13,', '2,Birch,,Tall,,'), columns, {
      source,
      mode: 'update',
    });
    expect(run).toMatchObject({ rowsUpdated: 1, rowsUnchanged: 1, rowsRejected: 0 });
    const changed = { nick: 'Big', margin: '13', industry: 'steel' };
    expect(await find(anna, source, '1')).toMatchObject({ custom: changed, etag: '2' });
    expect(await find(anna, source, '2')).toMatchObject({ custom: { nick: 'Tall' }, etag: '1' });
    expect(await changesOf(anna, run.id)).toMatchObject([
      { line: 2, action: 'updated', fields: [{ field: 'custom.margin', old: '12.5', new: '13' }] },
    ]);
    await expect(changesOf(boss, run.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await undo(anna, run.id)).toMatchObject({ recordsUndone: 1, recordsKept: 0 });
    expect((await find(anna, source, '1')).custom).toEqual({ ...changed, margin: '12.5' });
  });

  it('fill new customers and change others in one file, and a dry run shows it', async () => {
    const source = freshSource();
    await stage.import(anna, fileOf('1,Cedar,,Old,,'), columns, { source });
    const file = fileOf('1,Cedar,,New,,', '2,Dogwood,,Fresh,7,paper');
    const dry = await stage.import(anna, file, columns, { source, mode: 'both', dryRun: true });
    expect(dry).toMatchObject({ rowsUpdated: 1, rowsCreated: 1 });
    expect(await changesOf(anna, dry.id)).toMatchObject([
      { line: 2, action: 'updated', fields: [{ field: 'custom.nick', old: 'Old', new: 'New' }] },
      { line: 3, action: 'created' },
    ]);
    expect(await find(anna, source, '1')).toMatchObject({ custom: { nick: 'Old' }, etag: '1' });
    const run = await stage.import(anna, file, columns, { source, mode: 'both' });
    expect(run).toMatchObject({ rowsUpdated: 1, rowsCreated: 1, rowsRejected: 0 });
    expect((await find(anna, source, '1')).custom).toEqual({ nick: 'New' });
    expect((await find(anna, source, '2')).custom).toEqual({ nick: 'Fresh', margin: '7', industry: 'paper' });
  });

  it('refuse rows with values that the field does not take, or without one that the stage needs', async () => {
    const source = freshSource();
    const made = fileOf('1,Elm,,,,', '2,Fir,interested,,,', '3,Gorse,interested,,,', '4,Hazel,,,,');
    await stage.import(anna, made, columns, { source });
    const file = fileOf(
      '1,Elm,,far too long a nick,,',
      '2,Fir,negotiating,,,',
      '3,Gorse,negotiating,,,steel',
      '4,Hazel,,,101,',
    );
    const run = await stage.import(anna, file, columns, { source, mode: 'update' });
    expect(run).toMatchObject({ rowsUpdated: 1, rowsRejected: 3 });
    expect((await stage.badRows(anna, run.id)).map(({ line, column }) => [line, column])).toEqual([
      [2, 'nick'],
      [3, 'industry'],
      [5, 'margin'],
    ]);
    expect(await find(anna, source, '2')).toMatchObject({ status: 'interested', etag: '1' });
    expect(await find(anna, source, '3')).toMatchObject({
      status: 'negotiating',
      custom: { industry: 'steel' },
    });
  });

  it('that the starter may not change end the import before its first row', async () => {
    const source = freshSource();
    const narrow = await stage.service.person({ name: 'Narrow', roles: ['narrow'] });
    await stage.import(narrow, 'id,name\n1,Ivy\n', { id: 'externalId', name: 'name' }, { source });
    const refused = stage.import(narrow, fileOf('1,Ivy,,Nick,5,'), columns, { source, mode: 'update' });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(await find(narrow, source, '1')).not.toHaveProperty('custom.margin');
    await expect(find(anna, source, '1')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('name people by e-mail and customers by number or external id, and contacts have custom columns, too', async () => {
    await stage.service.know(async (tx) => {
      for (const one of [
        field('expert', { type: 'person' }),
        field('parent', { type: 'reference', referenceObject: 'customer' }),
        field('shift', { object: 'contact', type: 'choice', options }),
        field('mentor', { object: 'contact', type: 'person' }),
      ])
        await copyCustomField(tx, one);
    });
    const source = freshSource();
    await stage.import(
      other,
      'id,name\n9,Foreign\n',
      { id: 'externalId', name: 'name' },
      { source: `${source}-x` },
    );
    const foreign = await find(other, `${source}-x`, '9');
    await stage.import(anna, 'id,name\n0,Holding\n', { id: 'externalId', name: 'name' }, { source });
    const holding = await find(anna, source, '0');
    const mapped = {
      ...{ id: 'externalId', name: 'name', expert: 'custom.expert', parent: 'custom.parent' },
      ...{ who: 'contact1Name', shift: 'contact1.custom.shift', mentor: 'contact1.custom.mentor' },
    };
    const header = Object.keys(mapped).join(',');
    const file = [
      header,
      '1,Juniper,Boss@kontor.local,0,Ada,paper,boss@kontor.local',
      `2,Kapok,${anna.id},${holding.number},,,`,
      '3,Larch,nobody@kontor.local,,,,',
      `4,Maple,,${foreign.number},,,`,
      '5,Nettle,,,Eve,no such,',
      '6,Oak,,,,steel,',
    ].join('\n');
    const run = await stage.import(anna, file, mapped, { source });
    expect(
      (await stage.badRows(anna, run.id)).map(({ line, column, reason }) => [line, column, reason]),
    ).toEqual([
      [4, 'expert', 'unknown-person'],
      [5, 'parent', 'custom-record-unknown'],
      [6, 'shift', 'not-a-word'],
      [7, 'who', 'blank'],
    ]);
    expect(run).toMatchObject({ rowsCreated: 2, rowsRejected: 4 });
    const { id, custom } = await find(anna, source, '1');
    expect(custom).toEqual({ expert: boss.id, parent: holding.id });
    expect((await find(anna, source, '2')).custom).toEqual({ expert: anna.id, parent: holding.id });
    const contactOf = async () =>
      (await stage.service.call<{ contacts: Contact[] }>(anna, `${calls}/ListContacts`, { customerId: id }))
        .contacts[0];
    expect((await contactOf())?.custom).toEqual({ shift: 'paper', mentor: boss.id });
    const change = [header, '1,Juniper,anna@kontor.local,,Ada,steel,'].join('\n');
    const second = await stage.import(anna, change, mapped, { source, mode: 'update' });
    expect(second).toMatchObject({ rowsUpdated: 1, rowsRejected: 0 });
    expect((await find(anna, source, '1')).custom).toEqual({ expert: anna.id, parent: holding.id });
    expect((await contactOf())?.custom).toEqual({ shift: 'steel', mentor: boss.id });
    const again = await stage.import(anna, change, mapped, { source, mode: 'update' });
    expect(again).toMatchObject({ rowsUpdated: 0, rowsUnchanged: 1 });
    expect(await changesOf(anna, second.id)).toMatchObject([
      { object: 'customer' },
      { object: 'contact', fields: [{ field: 'contact1.custom.shift', old: 'paper', new: 'steel' }] },
    ]);
    expect(await undo(anna, second.id)).toMatchObject({ recordsUndone: 2, recordsKept: 0 });
    expect((await contactOf())?.custom).toEqual({ shift: 'paper', mentor: boss.id });
  });
});
