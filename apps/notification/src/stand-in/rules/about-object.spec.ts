import { aboutObject } from './about-object.js';

it.each([
  ['customers/0190', 'customer'],
  ['customers/0190/contacts/0191', 'customer'],
  ['people/0190', 'person'],
  ['nothing/0190', undefined],
  ['', undefined],
])('a notice about %p is about the object %p', (about, object) => {
  expect(aboutObject(about)).toBe(object);
});
