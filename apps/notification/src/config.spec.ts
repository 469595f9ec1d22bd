import { mailSettings } from './config.js';

describe('the settings of e-mail', () => {
  it.each([
    ['Kontor <kontor@example.com>', { name: 'Kontor', address: 'kontor@example.com' }],
    ['"Kontor, CRM" <kontor@example.com>', { name: 'Kontor, CRM', address: 'kontor@example.com' }],
    ['kontor@example.com', { name: '', address: 'kontor@example.com' }],
  ])('read the sender %j', (mailFrom, from) => {
    const smtpUrl = 'smtps://user:secret@mail.example.com:465';
    expect(mailSettings({ SMTP_URL: smtpUrl, MAIL_FROM: mailFrom })).toEqual({ smtpUrl, from });
  });

  it('may be left out: then there is no e-mail', () => {
    expect(mailSettings({})).toBeUndefined();
  });

  it.each([
    [{ SMTP_URL: 'http://mail.example.com', MAIL_FROM: 'a@b.com' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'MAIL_FROM'],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'nobody' }, 'MAIL_FROM'],
    [{ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@b.com\r\nBcc: c@d.com' }, 'MAIL_FROM'],
  ])('name the variable at fault: %j', (env, variable) => {
    expect(() => mailSettings(env)).toThrow(variable);
  });
});
