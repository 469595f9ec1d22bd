import { looksFor, saysEnough, searchedFields, type FieldLetter } from './looks.js';

const all = new Set(Object.keys(searchedFields) as FieldLetter[]);
const wanted = (text: string, letters = all) =>
  looksFor({ text, folded: text, words: text }, letters).map((look) => look.wanted);

it('takes Chinese by two signs and letters by three, customers and contacts alike', () => {
  expect(wanted('北京灯')).toContain(`(('n北京' & 'n京灯') | ('N北京' & 'N京灯'))`);
  expect(wanted('lamp')).toContain(`(('nlam' & 'namp') | ('Nlam' & 'Namp'))`);
});

it('asks for the beginning of a word of two letters', () => {
  expect(wanted('so')).toContain(`(('n_so') | ('N_so'))`);
});

it('asks for a name as a whole without a sample, a long one by its hash as the index has it', () => {
  const whole = (text: string) =>
    looksFor({ text, folded: text, words: text }, all).find(
      ({ tier, matched }) => tier === 1 && matched === 'name',
    );
  expect(whole('orion trade')).toMatchObject({
    wanted: `(('n=orion trade') | ('N=orion trade'))`,
  });
  expect(whole('o'.repeat(61))?.wanted).toMatch(/'n=[\da-f]{32}'/);
});

it('takes single Chinese signs together, and words of several signs apart', () => {
  const names = (words: string) =>
    looksFor({ text: words, folded: words.replaceAll(' ', ''), words }, all).at(-1)?.names;
  expect(names('李 伟')).toEqual(['%李伟%']);
  expect(names('王 小明')).toEqual(['%王小明%']);
  expect(names('北京 灯塔')).toEqual(['%北京%', '%灯塔%']);
});

it.each([
  ['7707 083 893', '7707083893'],
  ['7707-083-893', '7707083893'],
  ['ИНН 7707083893', '7707083893'],
  ['ИНН/КПП: 7707083893/770701001', '7707083893'],
  ['INN 7707083893', '7707083893'],
  ['税号：91110108MA0000001X', '91110108ma0000001x'],
  ['de 123', 'de123'],
])('takes %s for the tax number %s', (text, number) => {
  const looks = looksFor({ text, folded: text, words: text }, all);
  expect(looks.filter(({ tier, matched }) => tier === 1 && matched === 'tax_number')).toContainEqual(
    expect.objectContaining({ wanted: `(('t${number}'))` }),
  );
});

it.each(['010/8888 6666', '010–8888–6666', '+86 10/88886666 ext 3', 'тел. 010 88886666'])(
  'takes the digits of the phone in %s',
  (text) => {
    const phone = '+861088886666';
    const looks = looksFor({ text, folded: text, words: text, phone }, all);
    expect(looks).toContainEqual(
      expect.objectContaining({ tier: 1, wanted: `(('p=861088886666') | ('P=861088886666'))` }),
    );
  },
);

it('looks among phones only where it is a number, whole before part', () => {
  expect(
    looksFor({ text: '8888-66', folded: '8888 66', words: '8888 66' }, all).filter(
      ({ matched }) => matched === 'phone',
    ),
  ).toMatchObject([
    { tier: 1, wanted: `(('p=888866') | ('P=888866'))` },
    { tier: 3, numbers: '%888866%' },
  ]);
  expect(
    looksFor({ text: 'lamp', folded: 'lamp', words: 'lamp' }, all).some(({ matched }) => matched === 'phone'),
  ).toBe(false);
});

it('does not look at fields that it may not', () => {
  const looks = looksFor(
    { text: '13800012345', folded: '13800012345', words: '13800012345' },
    new Set<FieldLetter>(['n']),
  );
  expect(looks.map(({ matched }) => matched)).toEqual(['name', 'name', 'name']);
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
