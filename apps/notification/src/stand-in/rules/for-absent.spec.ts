import { languages } from '@kontor/errors/languages';
import { forAbsent } from './for-absent.js';

const written = {
  subject: 'Contact Acme',
  text: 'Do it.',
  html: '<!doctype html>\n<html lang="en"><head></head><body>\n<p>Do it.</p>\n</body></html>',
};

it.each(languages)('in %s a substitute reads whose notice it is, and then the notice', (language) => {
  const { subject, text, html } = forAbsent(written, 'Ann', language);
  for (const part of [subject, text, html]) expect(part).toContain('Ann');
  expect(subject).toMatch(/Contact Acme$/);
  expect(text).toMatch(/\n\nDo it\.$/);
  expect(html).toContain('<p>Do it.</p>');
});

it('a name is text and nothing else', () => {
  const { subject, html } = forAbsent(written, '<b>$& \n Ann</b>', 'en');
  expect(html).toContain('&lt;b&gt;$&amp;');
  expect(html).not.toContain('<b>');
  expect(subject).not.toContain('\n');
});
