import { FormUse } from './form-use.js';

const field = (name: string, hidden = false) => ({
  ...{ field: name, hidden, readOnly: false, requiredStages: [], unknownAllowed: false },
});
const form = {
  ...{ id: 'f', object: 'customer', role: '' },
  sections: [
    {
      key: 'main',
      label: { zh: '', ru: '', en: 'Main' },
      fields: [field('name'), field('website'), field('custom.industry'), field('note', true)],
    },
  ],
};

it('counts how often a form is saved and each field of it is filled', () => {
  const use = new FormUse();
  use.note([form], { name: 'A', website: '', note: 'x', custom: { industry: 'steel' } });
  use.note([form], { name: 'B', website: 'https://b.example', custom: { industry: { unknown: true } } });
  const [uses] = use.take();
  expect(uses).toMatchObject({ formId: 'f', object: 'customer', saves: 2 });
  expect([...(uses?.filled ?? [])]).toEqual([
    ['name', 2],
    ['website', 1],
    ['custom.industry', 1],
  ]);
  expect(use.take()).toEqual([]);
});
