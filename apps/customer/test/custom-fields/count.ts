import { FieldCount } from '@kontor/custom-fields/field-count';
import { create, service } from './scene.js';

describe('the nightly count', () => {
  it('tells of each field how many values are empty, unknown and junk, once a day', async () => {
    const before = await service.ownerQuery<{ id: string }>('SELECT 1 FROM field_count');
    expect(before).toEqual([]);
    await create({ nick: 'xxx', industry: { unknown: true } }, { note: 'test' });
    await create({ nick: 'Fine', founded: '1900-01-01' }, { note: 'a good friend' });
    const { unitOfWork, customFields } = service.running;
    const errors: unknown[] = [];
    const count = () =>
      new FieldCount({
        service: 'customer',
        work: unitOfWork,
        dataSource: unitOfWork.dataSource,
        fields: customFields,
        // A zone in which it is past three in the morning now.
        companyTimeZone: new Date().getUTCHours() >= 3 ? 'UTC' : 'Etc/GMT-12',
        onError: (error) => errors.push(error),
      }).run();
    await Promise.all([count(), count()]);
    const told = await service.events('kontor.identity.v1.FieldQualityMeasured');
    expect(told.map(({ object }) => object).sort()).toEqual(['contact', 'customer', 'interaction']);
    const of = (name: string) =>
      told.find(({ object }) => object === 'customer')?.fields.find((one) => one.field === name);
    const records = Number(of('note')?.records);
    expect(of('note')).toMatchObject({ junk: '1', empty: String(records - 3) });
    expect(of('custom.nick')).toMatchObject({ junk: '1' });
    expect(of('custom.founded')).toMatchObject({ junk: '0' });
    expect(Number(of('custom.industry')?.unknown)).toBeGreaterThan(0);
    expect(of('custom.old')).toBeUndefined();
    await count();
    expect(await service.events('kontor.identity.v1.FieldQualityMeasured')).toHaveLength(told.length);
    expect(errors).toEqual([]);
  });
});
