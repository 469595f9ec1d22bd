import { ingredientFaults } from './ingredients.js';

const ingredient = (facts: { share?: string; amount?: string }) => ({
  name: '松香',
  unit: '',
  note: '',
  ...facts,
});

describe('the ingredients of a formula', () => {
  it('have a share or an amount', () => {
    const good = [ingredient({ share: '60' }), ingredient({ amount: '2.5' })];
    expect(ingredientFaults(good)).toEqual([]);
    expect(ingredientFaults([...good, ingredient({})])).toEqual([
      { field: 'ingredients[2].share', reason: 'share-or-amount' },
    ]);
  });

  it.each(['0', '0.000000', '-1'])('are never of %s', (amount) => {
    expect(ingredientFaults([ingredient({ share: '1', amount })])).toEqual([
      { field: 'ingredients[0].amount', reason: 'not-above-zero' },
    ]);
  });

  it('have 100 per cent together at most, to the last millionth', () => {
    const thirds = ['33.333333', '33.333333', '33.333334'].map((share) => ingredient({ share }));
    expect(ingredientFaults(thirds)).toEqual([]);
    expect(ingredientFaults([...thirds, ingredient({ share: '0.000001' })])).toEqual([
      { field: 'ingredients', reason: 'shares-above-hundred' },
    ]);
  });
});
