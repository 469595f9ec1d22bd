import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { call, change, clerk, create, seller } from './scene.js';

describe('somebody whose roles limit custom fields', () => {
  it('does not see what is hidden, sees of what is masked that it is there, and changes only the rest', async () => {
    const { id } = await create({ nick: 'Secret', margin: '5', vip: true });
    const seen = await call<Customer>(clerk, 'GetCustomer', { id });
    expect(seen.custom).toEqual({ nick: '•••', vip: true, region: 'north' });
    for (const custom of [{ margin: '6' }, { nick: 'x' }, { vip: false }, { margin: null }])
      await expect(change(id, custom, {}, clerk)).rejects.toMatchObject({
        code: 'forbidden',
        fields: [{ field: `custom.${Object.keys(custom)[0]}`, reason: 'field-not-writable' }],
      });
    const changed = await change(id, { region: 'south' }, {}, clerk);
    expect(changed.custom).toEqual({ nick: '•••', vip: true, region: 'south' });
    expect((await call<Customer>(seller, 'GetCustomer', { id })).custom).toMatchObject({
      margin: '5',
      nick: 'Secret',
    });
  });
});
