import { extensionOf, fileType } from './file-type.js';

const ends = (bytes: Buffer) => ({ head: bytes.subarray(0, 16_384), tail: bytes.subarray(-65_536) });
const latin = (text: string) => Buffer.from(text, 'latin1');
const docx = latin('PK\x03\x04....[Content_Types].xml....word/document.xml');

it.each([
  ['договор.pdf', latin('%PDF-1.7 …'), { contentType: 'application/pdf' }],
  ['照片.JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), { contentType: 'image/jpeg' }],
  ['note.txt', Buffer.from('你好, мир'), { contentType: 'text/plain' }],
  ['note.txt', Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), { contentType: 'text/plain' }],
  [
    'offer.docx',
    docx,
    { contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  ],
  ['offer.xlsx', docx, { refusal: 'file-type-differs' }],
  ['macro.docx', Buffer.concat([docx, latin('word/vbaProject.bin')]), { refusal: 'file-type-differs' }],
  ['picture.png', latin('<html><script>'), { refusal: 'file-type-differs' }],
  ['program.pdf', latin('MZ\x90\0'), { refusal: 'file-type-differs' }],
  ['program.txt', latin('MZ\x90\0'), { refusal: 'file-type-differs' }],
  ['page.html', latin('<html>'), { refusal: 'file-type-refused' }],
  ['picture.svg', latin('<svg>'), { refusal: 'file-type-refused' }],
  ['setup.exe', latin('MZ\x90\0'), { refusal: 'file-type-refused' }],
  ['contract.pdf.exe', latin('%PDF-1.7'), { refusal: 'file-type-refused' }],
  ['noending', latin('%PDF-1.7'), { refusal: 'file-type-refused' }],
])('%s is judged by its ending and its content', (name, bytes, judged) => {
  expect(fileType(name, ends(bytes))).toEqual(judged);
});

it.each([
  ['a.PDF', 'pdf'],
  ['a.tar.gz', 'gz'],
  ['.bashrc', ''],
  ['报价。pdf', ''],
  ['a.', ''],
])('the ending of %s is %j', (name, extension) => {
  expect(extensionOf(name)).toBe(extension);
});
