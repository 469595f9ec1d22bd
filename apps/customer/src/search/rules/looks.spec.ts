import { looksFor, saysEnough, searchedFields, type FieldLetter } from './looks.js';

const all = new Set(Object.keys(searchedFields) as FieldLetter[]);
const wanted = (text: string, letters = all) =>
  looksFor({ text, folded: text }, letters).map((look) => look.wanted);

it('takes Chinese by two signs and letters by three, customers and contacts alike', () => {
  expect(wanted('北京灯')).toContain(`(('n北京' & 'n京灯') | ('N北京' & 'N京灯'))`);
  expect(wanted('lamp')).toContain(`(('nlam' & 'namp') | ('Nlam' & 'Namp'))`);
});

it('asks for the beginning of a word of two letters', () => {
  expect(wanted('so')).toContain(`(('n_so') | ('N_so'))`);
});

it('looks among phones only where it is a number, whole before part', () => {
  expect(
    looksFor({ text: '8888-66', folded: '8888 66' }, all).filter(({ matched }) => matched === 'phone'),
  ).toMatchObject([
    { tier: 1, wanted: `(('p=888866') | ('P=888866'))` },
    { tier: 3, numbers: '%888866%' },
  ]);
  expect(looksFor({ text: 'lamp', folded: 'lamp' }, all).some(({ matched }) => matched === 'phone')).toBe(
    false,
  );
});

it('does not look at fields that it may not', () => {
  const looks = looksFor({ text: '13800012345', folded: '13800012345' }, new Set<FieldLetter>(['n']));
  expect(looks.map(({ matched }) => matched)).toEqual(['name', 'name']);
});

it.each([
  ['a', false, false],
  ['ab', true, false],
  ['abc', true, true],
  ['灯', false, false],
  ['灯塔', true, true],
  ['a 灯', true, true],
  ['', false, false],
])('%s says enough: %s, to search the whole base: %s', (folded, within, everywhere) => {
  expect([saysEnough(folded, false), saysEnough(folded, true)]).toEqual([within, everywhere]);
});
