import { mailContent } from './mail-content.js';

const mail = {
  subject: 'An order',
  text: 'Ten pumps',
  senderName: 'Ада',
  senderAddress: 'ada@outside.example',
  attachments: [
    { name: 'drawing.pdf', size: 12_300 },
    { name: '报价.xlsx', size: 2_345_678 },
  ],
};

test('a talk says subject, text and files of a message', () => {
  expect(mailContent(mail, 20_000)).toBe(
    'An order\n\nTen pumps\n\n[drawing.pdf, 13 kB]\n[报价.xlsx, 2.3 MB]',
  );
  expect(mailContent({ ...mail, attachments: [] }, 20_000, true)).toBe(
    'Ада, ada@outside.example\nAn order\n\nTen pumps',
  );
});

test('the text is cut so that the files are still told, and there is always something', () => {
  const long = mailContent({ ...mail, text: 'я'.repeat(30_000) }, 1_000);
  expect(long).toHaveLength(1_000);
  expect(long).toMatch(/я…\n\n\[drawing/);
  const nothing = { subject: '', text: '', senderName: '', senderAddress: '', attachments: [] };
  expect(mailContent(nothing, 100)).toBe('—');
  expect(mailContent({ ...mail, subject: 'x'.repeat(300) }, 50).length).toBeLessThanOrEqual(50);
});
