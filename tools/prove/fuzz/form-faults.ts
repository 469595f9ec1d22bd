import type { Random } from '../random.ts';
import type { Draft, Spoiled } from './draft.ts';

const boundary = 'prove-form-boundary';

/** One part of a form: its headers and its content. */
interface Part {
  disposition: string;
  content: string | Buffer;
}

const columns: Part = field('columns', '[{"column":"Name","field":"name"},{"column":"City","field":"city"}]');
/** Customers that an import makes come after its answer; a rehearsal makes none, so that rows can be counted. */
const rehearsal: Part = field('dryRun', 'true');
const file: Part = upload('customers.csv', 'Name,City\nAnna,Berlin\n');

/** Puts a form into a draft of the upload, as it should be. */
export function withForm(draft: Draft, parts: Part[] = [columns, rehearsal, file]): Draft {
  const headers = { ...draft.headers, 'content-type': `multipart/form-data; boundary=${boundary}` };
  return { ...draft, headers, raw: bytesOf(parts) };
}

/** A form of a rehearsal over such a file; `mapping` says which column fills which field. */
export function rehearsalForm(
  csv: string,
  mapping?: object[],
): { headers: Record<string, string>; body: Buffer } {
  const mapped = mapping ? field('columns', JSON.stringify(mapping)) : columns;
  const body = bytesOf([mapped, rehearsal, upload('customers.csv', csv)]);
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body };
}

/** Ways to spoil a form. */
export const formFaults: Record<string, (draft: Draft, random: Random) => Omit<Spoiled, 'fault'>> = {
  'form-without-columns': (draft) => refused(withForm(draft, [rehearsal, file])),
  'form-without-file': (draft) => refused(withForm(draft, [columns, rehearsal])),
  'form-columns': (draft, random) => {
    const text = random.pick([
      ...['', '{', '{}', 'null', '[]', '[1]', '[[]]', '[null]', '[{}]', '[{"column":1,"field":"name"}]'],
      '[{"column":"Name","field":"nonsense"}]',
      '[{"column":"Name","field":"__proto__"}]',
      '[{"column":"Name","field":"name","x":1}]',
    ]);
    return refused(withForm(draft, [field('columns', text), rehearsal, file]));
  },
  'form-option': (draft, random) => {
    const [name, text] = random.pick([
      ...([
        ['dryRun', 'yes'],
        ['nonsense', 'x'],
        ['__proto__', '{}'],
        ['encoding', 'klingon'],
      ] as const),
      ...([
        ['delimiter', ';;'],
        ['source', 'x'.repeat(51)],
        ['source', 'a\u0000b'],
        ['country', 'XX'],
      ] as const),
    ]);
    const parts =
      name === 'dryRun' ? [columns, field(name, text), file] : [columns, rehearsal, field(name, text), file];
    return refused(withForm(draft, parts));
  },
  'form-option-twice': (draft) => refused(withForm(draft, [columns, columns, rehearsal, file])),
  'form-broken': (draft, random) => {
    const whole = bytesOf([columns, rehearsal, file]);
    const raw = random.pick([
      whole.subarray(0, random.whole(1, 80)),
      Buffer.from('x'),
      Buffer.alloc(0),
      Buffer.alloc(5_000, 0xff),
    ]);
    return refused({ ...withForm(draft), raw });
  },
  'form-cut-in-file': (draft, random) => {
    const whole = bytesOf([
      columns,
      rehearsal,
      upload('customers.csv', 'Name,City\n'.repeat(random.pick([10, 20_000]))),
    ]);
    return refused({ ...withForm(draft), raw: whole.subarray(0, whole.length - random.whole(30, 80)) });
  },
  'form-boundary': (draft, random) => {
    const type = random.pick([
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary=other',
      'multipart/mixed; boundary=x',
    ]);
    const sound = withForm(draft);
    return { draft: { ...sound, headers: { ...sound.headers, 'content-type': type } }, refusal: [400, 415] };
  },
  'form-file': (draft, random) => {
    const [name, content] = random.pick<[string, string | Buffer]>([
      ['x.csv', ''],
      ['x.csv', '\ufeffName;City\n"An""na";=1+1\n'],
      ['x.csv', `Name\n${'"'.repeat(1_001)}\n`],
      ['x.csv', Buffer.from([0x4e, 0x61, 0x6d, 0x65, 0x0a, 0xb9, 0xfa, 0x00, 0xff])],
      ['x.xlsx', Buffer.from('PK\u0003\u0004not really')],
      ['../../etc/passwd', 'Name\nAnna\n'],
      ['x.exe', Buffer.alloc(1_000, 0x90)],
    ]);
    return { draft: withForm(draft, [columns, rehearsal, upload(name, content)]) };
  },
};

function refused(draft: Draft): Omit<Spoiled, 'fault'> {
  return { draft, refusal: [400] };
}

function field(name: string, content: string): Part {
  return { disposition: `form-data; name="${name}"`, content };
}

function upload(name: string, content: string | Buffer): Part {
  return { disposition: `form-data; name="file"; filename="${name}"`, content };
}

function bytesOf(parts: Part[]): Buffer {
  const pieces = parts.flatMap(({ disposition, content }) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
