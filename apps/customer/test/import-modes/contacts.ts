import type { Contact } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { anna, calls, columns, find, freshSource, other, stage } from './scene.js';

describe('contacts of a row', () => {
  const withContacts = {
    id: 'externalId',
    name: 'name',
    c1: 'contact1Name',
    p1: 'contact1Phone',
    c2: 'contact2Name',
    e2: 'contact2Email',
  };
  const contactsOf = async (id: string) =>
    (
      await stage.service.call<{ contacts: Contact[] }>(anna, `${calls}/ListContacts`, {
        customerId: id,
        orderBy: 'createTime',
      })
    ).contacts;

  it('are added to the customer, and changed by their names later', async () => {
    const source = freshSource();
    await stage.import(
      anna,
      'id,name,c1,p1,c2,e2\n1,A,王芳,+86 10 8888 1111,Иван,ivan@x.example\n',
      withContacts,
      { source },
    );
    const { id } = await find(anna, source, '1');
    expect(await contactsOf(id)).toMatchObject([
      { name: '王芳', phones: [{ number: '+861088881111' }] },
      { name: 'Иван', emails: ['ivan@x.example'] },
    ]);
    const run = await stage.import(
      anna,
      'id,name,c1,p1,c2,e2\n1,A,王芳,,Иван,new@x.example\n2,B,,+86 10 8888 1112,,\n',
      withContacts,
      { source, mode: 'both' },
    );
    expect(run).toMatchObject({ rowsUpdated: 1, rowsRejected: 1 });
    expect((await contactsOf(id)).map(({ emails }) => emails)).toEqual([[], ['new@x.example']]);
  });

  it('who are reached as another customer is refuse their row, unless the import accepts duplicates', async () => {
    const source = freshSource();
    await stage.import(other, 'id,name,segment,tel\n1,Elsewhere Tin,,+86 10 8888 2221\n', columns, {
      source,
    });
    const file = [
      'id,name,c1,p1,c2,e2',
      '2,Quartz Mill,王芳,+86 10 8888 2221,,',
      '3,Velvet Barn,李雷,+86 10 8888 2222,,',
      '4,Copper Lane,韩梅,+86 10 8888 2222,,',
    ].join('\n');
    const careful = { source, acceptDuplicates: false };
    const run = await stage.import(anna, file, withContacts, careful);
    expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'row-possible-duplicate'],
      [4, 'row-possible-duplicate-in-file'],
    ]);
    expect(run).toMatchObject({ rowsCreated: 1, rowsRejected: 2 });
    const more = 'id,name,c1,p1,c2,e2\n3,Velvet Barn,李雷,+86 10 8888 2222,Lin,\n';
    expect(await stage.import(anna, more, withContacts, { ...careful, mode: 'update' })).toMatchObject({
      rowsUnchanged: 0,
      rowsUpdated: 1,
      rowsRejected: 0,
    });
    const alike = 'id,name,c1,p1,c2,e2\n3,Velvet Barn,Wu,+86 10 8888 2221,,\n';
    expect(await stage.import(anna, alike, withContacts, { ...careful, mode: 'update' })).toMatchObject({
      rowsUpdated: 0,
      rowsRejected: 1,
    });
    expect(await stage.import(anna, file, withContacts, { source })).toMatchObject({
      ...{ rowsCreated: 2, rowsSkipped: 1, rowsRejected: 0 },
    });
  });

  it('who are the same person as one that is there refuse their row, their numbers read by the customer’s city', async () => {
    const source = freshSource();
    const first = { id: 'externalId', name: 'name', city: 'city', c1: 'contact1Name', p1: 'contact1Phone' };
    await stage.import(anna, 'id,name,city,c1,p1\n1,Still Loom,上海,Anna Berg,+86 21 6234 5611\n', first, {
      source,
    });
    const { id } = await find(anna, source, '1');
    const row = (name: string) => `id,name,c1,p1,c2,e2\n1,Still Loom,${name},6234 5611,,\n`;
    const careful = { source, acceptDuplicates: false, mode: 'update' } as const;
    const refused = await stage.import(anna, row('Berg Anna'), withContacts, careful);
    expect(refused).toMatchObject({ rowsUpdated: 0, rowsRejected: 1 });
    const [bad] = await stage.badRows(anna, refused.id);
    expect(bad).toMatchObject({ reason: 'row-contact-alike' });
    expect(bad?.message).toContain('Berg Anna');
    expect(await stage.import(anna, row('Olaf Berg'), withContacts, careful)).toMatchObject({
      ...{ rowsUpdated: 1, rowsRejected: 0 },
    });
    expect(await contactsOf(id)).toMatchObject([
      { name: 'Anna Berg' },
      { name: 'Olaf Berg', phones: [{ number: '+862162345611' }] },
    ]);
  });
});
