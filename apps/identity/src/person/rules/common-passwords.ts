/**
 * Passwords of ten characters and more that attackers try first. Chosen by hand from what the published yearly
 * rankings of leaked passwords have in common (NordPass 2019 to 2024, the NCSC and Have I Been Pwned study of
 * 2019); shorter ones are refused for their length. Lower case, as they are compared.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  1234567890 0123456789 0987654321 9876543210 12345678910 1234567891 123456789a a123456789 123456789q
  1234567899 1234512345 1231231234 1231231231 123123123123 1112223334 1029384756 1020304050 1122334455
  qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456 qwerty123! 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5
  q1w2e3r4t5y6 1qaz2wsx3edc 1qaz@wsx3edc zaq12wsxcde3 qazwsxedcrfv asdfghjkl1 asdfghjkl123 asdfghjkl; zxcvbnm123
  poiuytrewq 1234qwerasdf qwerasdfzxcv qweasdzxc123 abcdefghij abcdefghijk abcd123456 abc1234567 a1b2c3d4e5
  password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123 mypassword
  password01 password11 iloveyou12 iloveyou123 iloveyou1314 woaini1314 woaini1314520 5201314520
  letmein123 welcome123 welcome1234 welcome2024 welcome2025 changeme123 admin12345 admin123456 administrator
  administrator1 superadmin adminadmin rootroot12 testtest12 testtest123 test123456 qq123456789 aa12345678
  football123 baseball123 basketball basketball1 superman123 spiderman1 liverpool1 manchester chocolate1
  butterfly1 sunshine12 sunshine123 princess12 princess123 michael123 jennifer12 alexander1 charlotte1
  christopher christmas1 strawberry cheesecake dragonball motherfucker computer123 internet12 minecraft1
  playstation counterstrike unknown123 facebook123 linkedin123 samsung123 secret1234 letmein1234
  йцукенгшщз йцукенгшщзхъ пароль1234 пароль12345
  `
    .trim()
    .split(/\s+/),
);
