import iconv from 'iconv-lite';
import { encodingOf, knownEncoding } from './encoding.js';

const russian = 'Название;Город\nООО «Ромашка»;Москва\nРога и копыта;Уфа\n';
const chinese = '名称,城市\n北京灯塔科技有限公司,北京\n东方贸易,上海\n';
const western = 'Name;City\nMüller & Söhne;Köln\nCafé Crème;Besançon\n';

it.each([
  ['utf-8', russian + chinese],
  ['utf-8', 'plain,ascii\n'],
  ['windows-1251', russian],
  ['windows-1251', `id,name,city\n${'1,x,y\n'.repeat(5000)}2,Вектор,Пермь\n`],
  ['gb18030', chinese],
  ['gb18030', `id,name\n${'1,x\n'.repeat(5000)}2,上海灯塔贸易有限公司\n`],
  ['windows-1252', western],
  ['utf-16le', russian],
  ['utf-16be', 'name,city\nЖ,Уфа\n'],
])('%s is recognised (text %#)', (encoding, text) => {
  expect(encodingOf(iconv.encode(text, encoding), true)).toBe(encoding);
});

it('a byte order mark decides', () => {
  expect(encodingOf(iconv.encode(russian, 'utf-16le', { addBOM: true }), true)).toBe('utf-16le');
  expect(encodingOf(iconv.encode(russian, 'utf-16be', { addBOM: true }), true)).toBe('utf-16be');
  expect(encodingOf(iconv.encode(russian, 'utf-8', { addBOM: true }), true)).toBe('utf-8');
});

it('a character cut at the end of the beginning is no fault, at the end of the file it is', () => {
  const cut = Buffer.from('客户').subarray(0, 5);
  expect(encodingOf(cut, false)).toBe('utf-8');
  expect(encodingOf(cut, true)).not.toBe('utf-8');
});

it('encodings go by several names', () => {
  expect(['UTF8', 'GBK', 'CP1251', 'latin1', 'ebcdic'].map(knownEncoding)).toEqual([
    'utf-8',
    'gb18030',
    'windows-1251',
    'windows-1252',
    undefined,
  ]);
});
