import { attachment } from './content-disposition.js';

it.each([
  ['offer.pdf', 'filename="offer.pdf"', "filename*=UTF-8''offer.pdf"],
  ['报价 №1.pdf', 'filename="__ _1.pdf"', "filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%E2%84%961.pdf"],
  ['a"b;c%d.txt', 'filename="a_b_c_d.txt"', "filename*=UTF-8''a_b%3Bc%25d.txt"],
  ['..\\..\\etc/passwd', 'filename=".._.._etc_passwd"', "filename*=UTF-8''.._.._etc_passwd"],
  ['x\r\nSet-Cookie: a=b', 'filename="x__Set-Cookie_ a=b"', "filename*=UTF-8''x__Set-Cookie_%20a%3Db"],
  ['gnp.\u202Eexe', 'filename="gnp._exe"', "filename*=UTF-8''gnp._exe"],
  ['', 'filename="file"', "filename*=UTF-8''file"],
])('%j is saved as %s', (name, ascii, extended) => {
  expect(attachment(name)).toBe(`attachment; ${ascii}; ${extended}`);
});
