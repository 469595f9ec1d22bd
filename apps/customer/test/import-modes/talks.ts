import type { Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { until } from '@kontor/testing/until';
import { anna, boss, calls, find, freshSource, other, stage, undo } from './scene.js';

describe('talks from a file', () => {
  const talkColumns = {
    customer: 'customerExternalId',
    how: 'manner',
    when: 'talkTime',
    what: 'content',
    who: 'authorEmail',
  };
  const talksOf = async (id: string) =>
    (
      await stage.service.call<{ interactions: Interaction[] }>(boss, `${calls}/ListInteractions`, {
        customerId: id,
      })
    ).interactions;

  it('keep time and author, move the last contact, and are made once; undone they go', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,A\n', { id: 'externalId', name: 'name' }, { source });
    await stage.import(other, 'id,name\n2,Foreign\n', { id: 'externalId', name: 'name' }, { source });
    const { id } = await find(anna, source, '1');
    const file = [
      'customer,how,when,what,who',
      '1,call,2024-03-01 09:30,Erstes,anna@kontor.local',
      '1,visit,2024-04-01T10:00:00+03:00,Второе,',
      '2,call,2024-03-01 09:30,not mine,',
      '1,call,2024-03-02,of a stranger,other@kontor.local',
      '1,call,2999-03-02,too soon,',
      '1,smoke,2024-03-02,no such way,',
    ].join('\n');
    const run = await stage.import(boss, file, talkColumns, { source, object: 'interaction' });
    expect(run).toMatchObject({ state: 'done', rowsCreated: 2, rowsRejected: 4 });
    expect((await stage.badRows(boss, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'import-customer-unknown'],
      [5, 'import-author-unknown'],
      [6, 'talk-in-future'],
      [7, 'not-a-word'],
    ]);
    expect(await talksOf(id)).toMatchObject([
      { content: 'Второе', talkTime: '2024-04-01T07:00:00.000Z', authorId: boss.id },
      { content: 'Erstes', authorId: anna.id },
    ]);
    expect(await find(anna, source, '1')).toMatchObject({ lastContactTime: '2024-04-01T07:00:00.000Z' });
    const again = await stage.import(boss, file, talkColumns, { source, object: 'interaction' });
    expect(again).toMatchObject({ rowsCreated: 0, rowsSkipped: 2 });
    await stage.call(boss, 'UndoImport', { id: run.id });
    await until('the undoing', async () => (await stage.get(boss, run.id)).state === 'undone');
    expect(await talksOf(id)).toEqual([]);
    expect(await find(anna, source, '1')).not.toHaveProperty('lastContactTime');
  });

  it('that we began today meet the guard of contacts; those of the past are kept as they were', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,Guarded\n', { id: 'externalId', name: 'name' }, { source });
    const { id: customerId } = await find(anna, source, '1');
    await stage.service.call(anna, '/kontor.customer.v1.ContactGuardService/SetContactPreference', {
      customerId,
      preference: { doNotCall: true },
    });
    const now = new Date().toISOString();
    const file = [
      'customer,how,when,what,who,way',
      `1,call,${now},We rang,,outbound`,
      `1,call,${now},They rang,,inbound`,
      '1,call,2024-03-01 09:30,Long ago,,outbound',
    ].join('\n');
    const mapped = { ...talkColumns, way: 'direction' };
    const run = await stage.import(anna, file, mapped, { source, object: 'interaction' });
    expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'row-contact-guarded'],
    ]);
    expect((await talksOf(customerId)).map(({ content }) => content)).toEqual(['They rang', 'Long ago']);
  });

  it('that an undoing keeps are known by the file when it comes again, those that go are not', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,A\n', { id: 'externalId', name: 'name' }, { source });
    const { id: customerId } = await find(anna, source, '1');
    const file = [
      'customer,how,when,what,who',
      '1,call,2024-03-01 09:30,Kept,',
      '1,call,2024-03-02 09:30,Gone,',
      '1,call,2024-03-03 09:30,Refused,nobody@kontor.local',
    ].join('\n');
    const first = await stage.import(anna, file, talkColumns, { source, object: 'interaction' });
    expect(first).toMatchObject({ rowsCreated: 2, rowsRejected: 1 });
    const [kept] = (await talksOf(customerId)).filter(({ content }) => content === 'Kept');
    await stage.service.call(anna, `${calls}/UpdateInteraction`, {
      customerId,
      id: kept?.id,
      interaction: { outcome: 'agreed' },
      updateMask: ['outcome'],
    });
    expect(await undo(anna, first.id)).toMatchObject({ recordsUndone: 1, recordsKept: 1 });
    const mended = file.replace('nobody@kontor.local', '');
    const again = await stage.import(anna, mended, talkColumns, { source, object: 'interaction' });
    expect(again).toMatchObject({ rowsCreated: 2, rowsSkipped: 1, rowsRejected: 0 });
    const contents = (await talksOf(customerId)).map(({ content }) => content);
    expect(contents.sort()).toEqual(['Gone', 'Kept', 'Refused']);
  });
});
