import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { anna, boss, byId, calls, columns, find, freshSource, other, stage } from './scene.js';

describe('what a merged customer was known by', () => {
  /** Two customers of Anna's, of which the second was merged into the first. */
  const merged = async (source: string) => {
    await stage.import(anna, 'id,name\n1,Stands\n2,Gone\n', { id: 'externalId', name: 'name' }, { source });
    const [winner, loser] = await Promise.all([find(anna, source, '1'), find(anna, source, '2')]);
    await stage.service.call(boss, '/kontor.customer.v1.MergeService/MergeCustomers', {
      id: winner.id,
      loserId: loser.id,
    });
    return { winner, loser };
  };
  const get = (id: string) => stage.service.call<Customer>(anna, `${calls}/GetCustomer`, { id });

  it('finds the one that stands for an import as it does for a call, by the external id', async () => {
    const source = freshSource();
    const { winner } = await merged(source);
    expect(await find(anna, source, '2')).toMatchObject({ id: winner.id });
    const run = await stage.import(anna, 'id,name,segment,tel\n2,,gold,\n', columns, {
      source,
      mode: 'both',
    });
    expect(run).toMatchObject({ rowsUpdated: 1, rowsSkipped: 0, rowsCreated: 0, rowsRejected: 0 });
    expect(await get(winner.id)).toMatchObject({ name: 'Stands', segment: 'gold' });
    const put = await stage.service.call<Customer>(anna, `${byId}/UpsertCustomer`, {
      ...{ source, externalId: '2', customer: { segment: 'silver' }, updateMask: ['segment'] },
    });
    expect(put).toMatchObject({ id: winner.id, segment: 'silver' });
    const again = await stage.import(anna, 'id,name,segment,tel\n1,Stands,,\n2,Gone,,\n', columns, {
      source,
    });
    expect(again).toMatchObject({ rowsCreated: 0, rowsSkipped: 2 });
    const foreign = await stage.import(
      other,
      'id,segment\n2,mine\n',
      { id: 'externalId', segment: 'segment' },
      {
        ...{ source, mode: 'update' },
      },
    );
    expect(foreign).toMatchObject({ rowsUpdated: 0, rowsRejected: 1 });
  });

  it('finds it by the number, too, and talks of a file follow', async () => {
    const source = freshSource();
    const { winner, loser } = await merged(source);
    const run = await stage.import(
      anna,
      `no,segment\n${loser.number},iron\n`,
      { no: 'number', segment: 'segment' },
      { mode: 'update', match: 'number' },
    );
    expect(run).toMatchObject({ rowsUpdated: 1, rowsRejected: 0 });
    expect(await get(winner.id)).toMatchObject({ segment: 'iron' });
    const talks = await stage.import(
      anna,
      'customer,how,when,what\n2,call,2024-03-01 09:30,Of the one that is gone\n',
      { customer: 'customerExternalId', how: 'manner', when: 'talkTime', what: 'content' },
      { source, object: 'interaction' },
    );
    expect(talks).toMatchObject({ rowsCreated: 1, rowsRejected: 0 });
    const { interactions } = await stage.service.call<{ interactions: Interaction[] }>(
      anna,
      `${calls}/ListInteractions`,
      { customerId: winner.id },
    );
    expect(interactions).toMatchObject([{ content: 'Of the one that is gone' }]);
  });
});
