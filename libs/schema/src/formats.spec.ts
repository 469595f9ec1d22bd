import { countries } from './countries.js';
import * as forms from './formats.js';

interface Table {
  form: (text: string) => boolean;
  good: string[];
  bad: string[];
}

const tables: Record<string, Table> = {
  uuid: {
    form: forms.isUuid,
    good: ['0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50'],
    bad: [
      '0190B0F0-5A3C-7D2E-8F10-6B1C2D3E4F50',
      '0190b0f05a3c7d2e8f106b1c2d3e4f50',
      '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50\n',
      'x',
    ],
  },
  email: {
    form: forms.isEmail,
    good: [
      'a@b.cn',
      'anna.o+x@mail.example.com',
      'инфо@почта.рф',
      '张三@例子.中国',
      "o'neil@x-y.example",
      'admin@kontor.local',
      `${'a'.repeat(64)}@b.example`,
    ],
    bad: [
      'a',
      'a@b',
      '@b.cn',
      'a@',
      'a@@b.cn',
      'a b@c.cn',
      'a@b..cn',
      '.a@b.cn',
      'a.@b.cn',
      'a..b@c.cn',
      'a@-b.cn',
      'a@b-.cn',
      'a@1.2.3.4',
      'a@b.cn\n',
      'a\u0000@b.cn',
      'a\u202e@b.cn',
      '"a b"@c.cn',
      'a@[1.2.3.4]',
      'Anna <a@b.cn>',
      'a@b.cn,c@d.cn',
      `${'a'.repeat(65)}@b.example`,
      `a@${'b.'.repeat(130)}cn`,
    ],
  },
  'time zone': {
    form: forms.isTimeZone,
    good: [
      'Asia/Shanghai',
      'Europe/Moscow',
      'UTC',
      'America/Argentina/Buenos_Aires',
      'Etc/GMT+8',
      'Asia/Calcutta',
    ],
    bad: ['+08:00', 'Asia/Nowhere', 'Asia/', 'Asia/Shanghai ', 'Mars', 'A'.repeat(100_000)],
  },
  date: {
    form: forms.isDate,
    good: ['2026-11-21', '2024-02-29', '2000-02-29', '0001-01-01'],
    bad: [
      '2026-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-1-1',
      '21.11.2026',
      '2026-11-21T00:00',
      '-2026-11-21',
    ],
  },
  'local time': {
    form: forms.isLocalTime,
    good: ['2026-12-01T09:00', '1900-01-01T00:00', '2200-12-31T23:59'],
    bad: [
      '2026-12-01T24:00',
      '2026-12-01T09:60',
      '2026-12-01 09:00',
      '2026-12-01T09:00Z',
      '2026-12-01T09:00:00',
      '2201-01-01T00:00',
      '1899-12-31T23:59',
      '2026-02-30T09:00',
    ],
  },
  time: {
    form: forms.isTime,
    good: ['2026-11-21T09:00:00Z', '2026-11-21T17:00:00.123456789+08:00', '2026-11-21T09:00:00-00:30'],
    bad: [
      '2026-11-21T09:00:00',
      '2026-11-21',
      '2026-02-30T09:00:00Z',
      '2026-11-21T24:00:00Z',
      '2026-11-21T09:00:60Z',
      '2026-11-21T09:00:00.Z',
      '2026-11-21T09:00:00+0800',
      '1899-11-21T09:00:00Z',
      '2201-01-01T00:00:00Z',
      '2026-11-21 09:00:00Z',
      '2026-11-21T09:00:00+25:00',
    ],
  },
  country: {
    form: forms.isCountry,
    good: ['CN', 'RU', 'GB', 'AQ'],
    bad: ['cn', 'UK', 'XX', 'EU', 'CHN', 'constructor'],
  },
  url: {
    form: forms.isUrl,
    good: [
      'https://example.com',
      'http://пример.рф/путь?a=1#b',
      'HTTPS://x.cn:8443/a%20b',
      'http://[::1]:8080/',
    ],
    bad: [
      'example.com',
      'ftp://x.cn',
      'javascript:alert(1)',
      'https://',
      'https:///x',
      'https://a b.cn',
      'https://u:p@x.cn',
      'https://x.cn/\n',
      'http:\\\\x.cn',
      'https://x.cn:99999',
      'https://x.cn/"',
    ],
  },
  phone: {
    form: forms.isPhone,
    good: [
      '+86 10 1234 5678',
      '8 (495) 123-45-67',
      '112',
      '+1.212.555.0100 ext. 12',
      '010-12345678转8001',
      '(495) 123-45-67 доб. 12',
      '8-800-555-35-35 (доб. 123)',
      '+7 495 123-45-67, вн. 12',
      '010-12345678（分机8001）',
      '+49/30/123456',
    ],
    bad: ['12', 'call me', '+', '12a34', '123\n456', '١٢٣٤', '1234;drop', 'ext 123'],
  },
  digits: {
    form: forms.isDigits,
    good: ['0', '007', '12345678901234567890'],
    bad: ['', ' 1', '1 ', '1\n', '1-2', '+1', 'x', '１２', '١٢', '1e3'],
  },
  filter: {
    form: forms.isFilter,
    good: ['{}', '{"field":"name","op":"eq","value":"x"}'],
    bad: ['', '[]', 'null', '1', '{', 'name = 1', '"x"'],
  },
  int64: {
    form: forms.isInt64,
    good: ['0', '-1', '9223372036854775807', '-9223372036854775808'],
    bad: ['9223372036854775808', '1.5', '', '1e3', ' 1', '-'],
  },
  base64: {
    form: forms.isBase64,
    good: ['', 'AP8Q', 'AA==', 'A'.repeat(1_400_000)],
    bad: ['A', 'A===', 'AP_Q', 'AP8Q\n', '=AAA'],
  },
};

for (const [name, { form, good, bad }] of Object.entries(tables)) {
  describe(`the form ${name}`, () => {
    it.each(good)('takes %p', (text) => expect(form(text)).toBe(true));
    it.each(bad)('refuses %p', (text) => expect(form(text)).toBe(false));
  });
}

it('the list of countries has all 249, each a region that Unicode names too', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect(countries.size).toBe(249);
  expect([...countries].filter((country) => names.of(country) === undefined)).toEqual([]);
});
