import { worthFaults } from './worth.js';

it.each([
  [{}, []],
  [{ currency: 'CNY' }, []],
  [{ amount: '0', currency: 'CNY' }, []],
  [{ amount: '12.50', currency: 'RUB' }, []],
  [{ amount: '12.50' }, ['currency-needed']],
  [{ amount: '12.50', currency: '' }, ['currency-needed']],
  [{ amount: '-0.000001', currency: 'CNY' }, ['too-small']],
])('of the worth %j the faults are %j', (worth, reasons) => {
  expect(worthFaults(worth).map(({ reason }) => reason)).toEqual(reasons);
});
