import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { call, clerk, create, seller, stranger } from './scene.js';

describe('lists', () => {
  const tag = 'list-of-custom';
  const names = async (request: object, person = seller) => {
    const { customers } = await call<ListCustomersResponse>(person, 'ListCustomers', request);
    return customers.map(({ website }) => website.slice('https://'.length));
  };
  const where = (name: string, op: string, value: unknown) => ({
    filter: JSON.stringify({
      and: [
        { field: 'segment', op: 'eq', value: tag },
        { field: `custom.${name}`, op, value },
      ],
    }),
    orderBy: 'custom.margin',
  });

  beforeAll(async () => {
    const site = (name: string) => ({ website: `https://${name}`, segment: tag });
    await create(
      { margin: '9', vip: true, founded: '2001-01-01', tags: ['red'], nick: 'Привет' },
      site('nine'),
    );
    await create({ margin: '10', industry: 'steel', budget: { amount: 70, currency: 'CNY' } }, site('ten'));
    await create({ industry: { unknown: true }, tags: ['red', 'green'] }, site('none'));
    await create({ margin: '8' }, site('other'), stranger);
  });

  it.each([
    ['margin', 'lt', 10, ['nine']],
    ['margin', 'ge', '10.0', ['ten']],
    ['margin', 'isNull', true, ['none']],
    ['budget', 'gt', '69.5', ['ten']],
    ['founded', 'le', '2001-01-01', ['nine']],
    ['vip', 'eq', true, ['nine']],
    ['industry', 'eq', 'steel', ['ten']],
    ['industry', 'isNull', false, ['ten']],
    ['tags', 'contains', 'red', ['nine', 'none']],
    ['nick', 'contains', 'прИВ', ['nine']],
    ['region', 'eq', 'north', ['nine', 'ten', 'none']],
  ])('filter by %s %s %j', async (name, op, value, found) => {
    expect(await names(where(name, op, value))).toEqual(found);
  });

  it('order by them, page by page, each row once', async () => {
    const filter = JSON.stringify({ field: 'segment', op: 'eq', value: tag });
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const request = { filter, orderBy: 'custom.margin desc', pageSize: 1, ...(pageToken && { pageToken }) };
      const page = await call<ListCustomersResponse>(seller, 'ListCustomers', request);
      seen.push(...page.customers.map(({ website }) => website.slice('https://'.length)));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(['none', 'ten', 'nine']);
  });

  it('refuse fields that are not there, and those that the caller does not see', async () => {
    await expect(names(where('nothing', 'eq', 1))).rejects.toMatchObject({ code: 'invalid' });
    await expect(names(where('vip', 'eq', true), clerk)).rejects.toMatchObject({ reason: 'field-hidden' });
    await expect(names({ filter: where('margin', 'eq', 1).filter }, clerk)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'field-hidden',
    });
    await expect(names({ orderBy: 'custom.nick' }, clerk)).rejects.toMatchObject({ reason: 'field-hidden' });
  });
});
