import fc from 'fast-check';
import { managerOrder } from './manager-order.js';

describe('the order of imported people', () => {
  it('puts managers before the people below, wherever they stand', () => {
    const rows = [
      { email: 'low', managerEmail: 'middle' },
      { email: 'middle', managerEmail: 'top' },
      { email: 'top', managerEmail: 'somebody known' },
      { email: 'alone' },
    ];
    const { order, cyclic } = managerOrder(rows);
    expect(cyclic).toEqual([]);
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(1));
    expect(order.indexOf(1)).toBeLessThan(order.indexOf(0));
    expect(order.toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('leaves out who would come to stand above themselves, and whoever is below', () => {
    const rows = [
      { email: 'a', managerEmail: 'b' },
      { email: 'b', managerEmail: 'a' },
      { email: 'self', managerEmail: 'self' },
      { email: 'below', managerEmail: 'a' },
      { email: 'fine' },
    ];
    expect(managerOrder(rows)).toEqual({ order: [4], cyclic: [0, 1, 2, 3] });
  });

  it('places every row once or calls it cyclic, and each manager first', () => {
    const emails = ['a', 'b', 'c', 'd', 'e'];
    const row = fc.record({
      email: fc.constantFrom(...emails),
      managerEmail: fc.option(fc.constantFrom(...emails, 'known'), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const { order, cyclic } = managerOrder(rows);
        expect([...order, ...cyclic].toSorted()).toEqual(rows.map((_, i) => i));
        for (const i of order) {
          const manager = rows.findIndex(({ email }) => email === rows[i]?.managerEmail);
          if (manager >= 0) expect(order.indexOf(manager)).toBeLessThan(order.indexOf(i));
        }
      }),
    );
  });
});
