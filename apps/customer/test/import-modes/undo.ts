import { admin, anna, calls, changesOf, columns, find, freshSource, other, stage, undo } from './scene.js';

describe('undoing an import', () => {
  it('removes what nobody touched, leaves what others hang on as it is, and tells why of each that stays', async () => {
    const source = freshSource();
    const made = await stage.import(anna, 'id,name,segment,tel\n1,A,x,\n2,B,x,\n3,C,x,\n', columns, {
      source,
    });
    const hanging = await find(anna, source, '2');
    await stage.service.call(anna, `${calls}/CreateContact`, {
      customerId: hanging.id,
      contact: { name: 'Zoe' },
    });
    const touched = await find(anna, source, '3');
    await stage.service.call(anna, `${calls}/UpdateCustomer`, {
      id: touched.id,
      customer: { note: 'mine' },
      updateMask: ['note'],
    });
    await expect(stage.call(other, 'UndoImport', { id: made.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await undo(anna, made.id)).toMatchObject({ recordsUndone: 1, recordsKept: 2 });
    await expect(find(anna, source, '1')).rejects.toMatchObject({ code: 'not_found' });
    expect(await find(anna, source, '2')).toMatchObject({ status: 'prospect', etag: hanging.etag });
    expect(await find(anna, source, '3')).toMatchObject({ note: 'mine', status: 'prospect' });
    expect(await changesOf(anna, made.id, true)).toMatchObject([
      { line: 3, undone: 'kept', undoReason: 'Other records hang on this one, so it stays.' },
      { line: 4, undone: 'kept', undoReason: 'The record was changed after the import, so it stays.' },
    ]);
    const removed = await stage.service.events('kontor.customer.v1.CustomerRemoved');
    expect(removed).toHaveLength(1);
  });

  it('is open to administrators, and sets back owner and fields', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name,segment,tel\n1,A,x,+44 20 7946 0109\n', columns, { source });
    const before = await find(anna, source, '1');
    const run = await stage.import(anna, 'id,name,segment,tel\n1,Z,y,+44 20 7946 0110\n', columns, {
      source,
      mode: 'update',
    });
    expect(await find(anna, source, '1')).toMatchObject({ name: 'Z', segment: 'y' });
    expect(await undo(admin, run.id)).toMatchObject({ recordsUndone: 1, recordsKept: 0 });
    const { name, segment, phones } = before;
    expect(await find(anna, source, '1')).toMatchObject({ name, segment, phones, etag: '3' });
  });
});
