import { languages } from '@kontor/errors/languages';
import type { FieldRights } from '@kontor/schema/view';
import { contract } from '@kontor/schema/contract';
import { render } from './render.js';
import { templates } from './templates.js';
import { shownValues, valueSources } from './value-sources.js';

const due = '2026-12-01T01:00:00.000Z';
const values = { customerName: 'Acme', customerNumber: 'C-2026-000123', nextAction: 'Send the offer' };

function rightsOf(kind: 'hidden' | 'masked', ...fields: string[]): FieldRights {
  const none = new Set<string>();
  return {
    limits: (object) => {
      const of = new Set(
        fields.flatMap((one) => (one.startsWith(`${object}.`) ? [one.slice(object.length + 1)] : [])),
      );
      if (of.size === 0) return undefined;
      return { hidden: kind === 'hidden' ? of : none, masked: kind === 'masked' ? of : none, unwritable: of };
    },
    names: () => undefined,
  };
}

test.each(Object.entries(templates))(
  'every value of %s says which fields it shows, and these are there',
  (name, template) => {
    const sources = valueSources[name] ?? {};
    expect(Object.keys(sources).sort()).toEqual([...Object.keys(template.values), 'dueTime'].sort());
    for (const { fields } of Object.values(sources))
      for (const { object, field } of fields) {
        const message = contract.object(object)?.message ?? '';
        expect(contract.fields(message).map((one) => one.name)).toContain(field);
      }
  },
);

test('no template has sources and is not there', () => {
  expect(Object.keys(valueSources).filter((name) => !Object.hasOwn(templates, name))).toEqual([]);
});

test.each(languages)(
  'in %s a reader who sees nothing of the customer is reminded of "a customer", and of no more',
  (language) => {
    const rights = rightsOf(
      'hidden',
      ...['customer.name', 'customer.number', 'customer.nextContactTime', 'interaction.nextAction'],
    );
    const { subject, text, html } = render('next-contact', values, due, {
      language,
      timeZone: 'UTC',
      rights,
    });
    for (const written of [subject, text, html]) {
      expect(written).not.toMatch(/Acme|C-2026|offer|2026|01:00|\(\)|（）/);
      expect(written).toMatch(/a customer|клиент|一位客户/);
    }
  },
);

test('a masked value shows that it is there', () => {
  const rights = rightsOf('masked', 'customer.name', 'interaction.nextAction');
  const { text } = render('next-contact', values, due, { language: 'en', timeZone: 'UTC', rights });
  expect(text).toContain('You planned to contact ••• (C-2026-000123).');
  expect(text).toContain('What: •••');
});

test('whoever may see everything is written everything', () => {
  const free = { limits: () => undefined, names: () => undefined };
  const reader = { language: 'en', timeZone: 'UTC' } as const;
  expect(render('next-contact', values, due, { ...reader, rights: free })).toEqual(
    render('next-contact', values, due, reader),
  );
});

test('a value that no source is known of is shown to nobody who has rights', () => {
  expect(shownValues('next-contact', { margin: '40 %' }, 'en', rightsOf('hidden'))).toEqual({});
});
