import { siblingLikeness, type SiblingContact } from './sibling.js';

const contact = (
  name: string,
  numbers: readonly string[] = [],
  emails: readonly string[] = [],
): SiblingContact => ({
  name,
  phones: numbers.map((one) => {
    const [number = '', extension] = one.split(';');
    return { raw: number, number, kind: 'work', ...(extension && { extension }) };
  }),
  emails: [...emails],
});

it.each<[string, SiblingContact, SiblingContact, string[]]>([
  [
    'all is the same',
    contact('王伟', ['+861'], ['w@x.example']),
    contact('王 伟', ['+861'], ['W@X.example']),
    ['person_name', 'phone', 'email'],
  ],
  ['one is known by name only', contact('Anna Berg'), contact('Berg Anna', ['+861']), ['person_name']],
  ['the name differs', contact('Anna', ['+861']), contact('Boris', ['+861']), []],
  ['phone and e-mail differ', contact('王伟', ['+861']), contact('王伟', ['+862'], ['w@x.example']), []],
  ['the extension differs', contact('王伟', ['+861;11']), contact('王伟', ['+861;12']), []],
  ['neither has a name', contact('!', ['+861']), contact('?', ['+861']), []],
])('two contacts of one customer, of whom %s', (_, a, b, likeness) => {
  expect(siblingLikeness(a, b)).toEqual(likeness);
  expect(siblingLikeness(b, a)).toEqual(likeness);
});
