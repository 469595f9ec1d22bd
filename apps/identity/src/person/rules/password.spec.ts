import { commonPasswords } from './common-passwords.js';
import { passwordFaults, shortestPassword } from './password.js';

const li = { email: 'wei.li.shanghai@example.com', name: 'Ли Вэй Шанхай' };

describe('a new password', () => {
  it.each([
    ['is long enough and unlike any known one', 'correct horse', undefined],
    ['has just ten characters', 'k7-plume-3', undefined],
    ['has ten characters outside the basic plane', '🌵🎈🐙🚲🍉🎻🧭🪁🧩🦉', undefined],
    ['has nine characters', 'k7-plume3', 'too-short'],
    ['is long only in UTF-16 units', '🌵🎈🐙🚲🍉', 'too-short'],
    ['is a common one', 'qwertyuiop', 'password-common'],
    ['is a common one in other case', 'PassWord123', 'password-common'],
    ['is a common one in full-width letters', 'ｐａｓｓｗｏｒｄ１２３', 'password-common'],
    ['repeats one character', 'zzzzzzzzzzzz', 'password-common'],
    ['repeats a few characters', '121212121212', 'password-common'],
    ['is the address', 'Wei.Li.Shanghai@example.com', 'password-personal'],
    ['is the mailbox of the address', 'wei.li.shanghai', 'password-personal'],
    ['is the name', 'ли вэй шанхай', 'password-personal'],
    ['is the name without spaces', 'ЛиВэйШанхай', 'password-personal'],
  ])('that %s', (_, password, reason) => {
    expect(passwordFaults(password, li).map((fault) => fault.reason)).toEqual(reason ? [reason] : []);
  });

  it('is named by its field', () => {
    expect(passwordFaults('short', li, 'person.password')).toEqual([
      { field: 'person.password', reason: 'too-short', params: { min: 10 } },
    ]);
  });

  it('is refused for every common password, none of which is short', () => {
    for (const common of commonPasswords) {
      expect([...common].length).toBeGreaterThanOrEqual(shortestPassword);
      expect(passwordFaults(common, li)).not.toEqual([]);
    }
  });
});
