import fc from 'fast-check';
import { leadingForms, trailingForms } from './legal-forms.js';
import { companyNameKey, motherNameKey, personNameKey } from './name-key.js';

it.each([
  ['北京灯塔科技有限公司', '北京灯塔科技'],
  ['北京灯塔科技有限责任公司', '北京灯塔科技'],
  ['灯塔（集团）股份有限公司', '灯塔'],
  ['灯塔集团有限公司', '灯塔'],
  ['ＡＢＣ贸易有限公司', 'ABC 贸易'],
  ['ООО «Ромашка»', 'РОМАШКА'],
  ['«Ромашка», ООО', 'Ромашка'],
  ['Общество с ограниченной ответственностью "Ромашка"', 'ромашка'],
  ['ПАО Сбербанк', 'Сбербанк'],
  ['ИП Сидорова Алёна', 'Сидорова Алена'],
  ['Acme Co., Ltd.', 'ACME'],
  ['Acme L.L.C.', 'acme'],
  ['Müller GmbH & Co. KG', 'Muller'],
  ['Strauß AG', 'STRAUSS'],
  ['MOCT', 'МОСТ'],
  ['Dr. O’Neill & Sons, Inc.', 'dr oneill sons'],
  ['АТ&T', 'AT and T'],
  ['Ёлка и Маяк', 'Елка & Маяк'],
  ['Müller GmbH', 'Mueller'],
  ['Mueller', 'MULLER'],
  ['Bäckerei Jürgens', 'Baeckerei Juergens'],
  ['Smørrebrød ApS', 'Smoerrebroed'],
  ['Wisła Sp. z o.o.', 'Wisla'],
  ['Wisła spółka z ograniczoną odpowiedzialnością', 'Wisla'],
  ['ТОВ «Ромашка»', 'Ромашка'],
  ['Товариство з обмеженою відповідальністю «Ромашка»', 'ромашка'],
  ['ОсОО Ромашка', 'Ромашка'],
  ['Pizza S.r.l.', 'Pizza'],
  ['Pizza S. R. L.', 'Pizza'],
  ['Tulp B.V.', 'Tulp BV'],
  ['Tulp B. V.', 'tulp'],
  ['Nokka Oy', 'Nokka'],
  ['Volva AB', 'VOLVA'],
  ['Toyo K.K.', 'Toyo'],
  ['Toyo Kabushiki Kaisha', 'Toyo'],
  ['北京灯塔科技有限公司上海分公司', '北京灯塔科技上海分公司'],
  ['Филиал ООО «Ромашка» в Казани', 'ООО «Ромашка», филиал в Казани'],
  ['Acme Ltd., Shanghai Branch', 'Acme Shanghai Branch'],
])('%s and %s are one company', (one, other) => {
  expect(companyNameKey(one)).toBe(companyNameKey(other));
});

it.each([
  ['上海分公司', '上海'],
  ['Ромашка', 'Ромашка Плюс'],
  ['Acme North', 'Acme South'],
  ['Vitamin C', 'Vitamin'],
  ['有限公司', '集团'],
  ['北京灯塔科技有限公司上海分公司', '北京灯塔科技有限公司'],
  ['北京灯塔科技有限公司上海分公司', '北京灯塔科技有限公司广州分公司'],
  ['北京灯塔科技有限公司上海分公司', '北京灯塔科技有限公司上海办事处'],
  ['Филиал ООО «Ромашка» в Казани', 'ООО «Ромашка»'],
  ['Acme Ltd., Shanghai Branch', 'Acme Ltd.'],
  ['Plan B', 'Plan V'],
])('%s and %s are two', (one, other) => {
  expect(companyNameKey(one)).not.toBe(companyNameKey(other));
});

it.each([
  ['北京燈塔科技有限公司上海分公司', '北京灯塔科技股份有限公司'],
  ['灯塔集团有限公司驻广州办事处', '灯塔'],
  ['Филиал ООО «Ромашка» в Казани', 'Ромашка'],
  ['Казанский филиал АО «Ромашка»', 'Ромашка'],
  ['ООО «Ромашка», филиал в Казани', 'Ромашка'],
  ['Müller GmbH, Shanghai Branch', 'Mueller'],
])('%s is a branch of %s', (branch, mother) => {
  expect(motherNameKey(branch)).toBe(companyNameKey(mother));
});

it.each(['北京灯塔科技有限公司', '上海分公司', 'ООО «Ромашка»', 'Филиал', 'Branch', 'Shanghai Branch'])(
  '%s is a branch of nobody that it names',
  (name) => {
    expect(motherNameKey(name)).toBe('');
  },
);

it('a name of nothing but legal forms keeps them, and one without letters has no key', () => {
  expect(companyNameKey('ООО')).not.toBe('');
  expect(companyNameKey('公司')).toBe('公司');
  expect(companyNameKey(' — « » — ')).toBe('');
});

it('family and given name of a person change places', () => {
  expect(personNameKey('Anna  Schmidt')).toBe(personNameKey('SCHMIDT, Anna'));
  expect(personNameKey('王 伟')).toBe(personNameKey('王伟'));
  expect(personNameKey('Jürgen Müller')).toBe(personNameKey('Mueller Juergen'));
  expect(personNameKey('Anna Schmidt')).not.toBe(personNameKey('Annas Chmidt'));
});

const letters = 'абвгдеёжзиклмнопрстухяABCDEFGHIKLMNOXYZ北京灯塔科技贸易0123456789 -.,«»"&';
const name = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 30 });

it('the key of a key is the key', () => {
  fc.assert(fc.property(name, (text) => companyNameKey(companyNameKey(text)) === companyNameKey(text)));
});

it('case, spaces around, width and quotes change nothing', () => {
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
  fc.assert(
    fc.property(name, (text) => {
      const key = companyNameKey(text);
      for (const same of [text.toUpperCase(), text.toLowerCase(), `  «${text}» `, wide(text)])
        expect(companyNameKey(same)).toBe(key);
    }),
  );
});

it('a legal form changes nothing, wherever it belongs', () => {
  fc.assert(
    fc.property(name, (text) => {
      const key = companyNameKey(text);
      // A name that is itself a legal form stays what it is, with others around it.
      if (key === '' || leadingForms.has(key) || trailingForms.has(key)) return;
      for (const same of [`ООО «${text}»`, `${text}, ООО`, `${text} Co., Ltd.`, `АО ${text}`])
        expect(companyNameKey(same)).toBe(key);
    }),
  );
});
