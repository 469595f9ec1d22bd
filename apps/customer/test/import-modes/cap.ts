import { admin, boss, find, freshSource, other, stage } from './scene.js';

describe('a row that brings a customer back', () => {
  it('is refused where its owner, or who gets it, has no room below the cap', async () => {
    const source = freshSource();
    const carl = await stage.service.person({ name: 'Carl', managerId: boss.id, email: 'carl@kontor.local' });
    const status = { id: 'externalId', name: 'name', status: 'status', owner: 'ownerEmail' };
    const owned =
      'id,name,status,owner\n1,Slate Hut,prospect,carl@kontor.local\n2,Opal Yard,lost,carl@kontor.local\n';
    expect(await stage.import(boss, owned, status, { source })).toMatchObject({ rowsCreated: 2 });
    await stage.service.call(admin, '/kontor.customer.v1.StrategyService/CreateStrategySetting', {
      setting: { scope: 'person', scopeId: carl.id, values: { capEnabled: true, cap: 1 } },
    });
    await stage.import(boss, 'id,name\n3,Maple Dock\n', { id: 'externalId', name: 'name' }, { source });
    const file = 'id,name,status,owner\n2,Opal Yard,interested,\n3,Maple Dock,,carl@kontor.local\n';
    const run = await stage.import(boss, file, status, { source, mode: 'update' });
    expect(run).toMatchObject({ rowsUpdated: 0, rowsRejected: 2 });
    expect((await stage.badRows(boss, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'cap-reached'],
      [3, 'cap-reached'],
    ]);
    await expect(find(other, source, '3')).rejects.toMatchObject({ code: 'not_found' });
  });
});
