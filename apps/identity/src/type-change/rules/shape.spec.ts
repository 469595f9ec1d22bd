import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldShape, TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import { changeFaults, shapeOf, withShape } from './shape.js';

const label = { zh: 'x', ru: 'x', en: 'x' };
const options = (...keys: string[]) => keys.map((key) => ({ key, label, retired: false }));
const to = (type: FieldShape['type'], facts: Partial<FieldShape> = {}): FieldShape => ({
  ...{ type, options: [], unknownAllowed: false, minimum: '', maximum: '', defaultValue: '' },
  ...{ searchable: false, ...facts },
});
const choice = to('choice', { options: options('steel', 'paper') });
const field: CustomField = {
  ...{
    id: '',
    object: 'customer',
    key: 'box',
    label,
    help: undefined,
    referenceObject: '',
    requiredStages: [],
  },
  ...{ ...to('text'), position: 0, retired: false, etag: '1', createTime: '', updateTime: '' },
};
const faultsOf = (facts: Partial<TypeChange>, of: CustomField = field) =>
  changeFaults(of, {
    to: choice,
    mappings: [],
    otherwise: 'refuse',
    currency: '',
    language: '',
    ...facts,
  }).map(({ field: place, reason }) => [place, reason]);
const becomes = (value: string, goal: string, unknown = false) => ({ value, becomes: goal, unknown });

it.each<[Partial<TypeChange>, string, string]>([
  [{ to: undefined }, 'to', 'required'],
  [{ to: to('text') }, 'to.type', 'custom-type-same'],
  [{ to: to('person') }, 'to.type', 'custom-type-unfit'],
  [{ to: to('number', { minimum: 'few' }) }, 'to.minimum', 'custom-limit-unfit'],
  [{ to: to('choice', { options: options('a', 'a') }) }, 'to.options[1].key', 'entry-twice'],
  [
    { to: to('multi_choice', { options: options('a'), searchable: true }) },
    ...(['to.searchable', 'custom-searchable-unfit'] as const),
  ],
  [{ to: { ...choice, defaultValue: 'gold' } }, 'to.defaultValue', 'custom-default-unfit'],
  [{ otherwise: 'unknown' }, 'otherwise', 'custom-unknown-refused'],
  [{ currency: 'abc' }, 'currency', 'not-a-currency'],
  [{ language: 'de' }, 'language', 'not-a-word'],
  [{ mappings: [becomes('x', 'gold')] }, 'mappings[0].becomes', 'custom-mapping-unfit'],
  [{ mappings: [becomes('x', '', true)] }, 'mappings[0].becomes', 'custom-mapping-unfit'],
  [
    { mappings: [becomes('Москва', 'steel'), becomes('москва ', 'paper')] },
    ...(['mappings[1].value', 'entry-twice'] as const),
  ],
])('a change is refused where it makes no sense: %j', (facts, place, reason) => {
  expect(faultsOf(facts)).toEqual([[`typeChange.${place}`, reason]]);
});

it('a change that makes sense has no fault, and options may yet be missing', () => {
  expect(faultsOf({ mappings: [becomes('Москва', 'steel'), becomes('none', '')], currency: 'CNY' })).toEqual(
    [],
  );
  expect(faultsOf({ to: to('choice') })).toEqual([]);
  expect(faultsOf({ to: to('text') }, { ...field, ...choice })).toEqual([]);
  expect(faultsOf({}, { ...field, type: 'reference', referenceObject: 'customer' })).toEqual([
    ['typeChange.to.type', 'custom-type-unfit'],
  ]);
});

it('a shape is what a field has by its type, and nothing else of it changes', () => {
  expect(shapeOf(withShape(field, choice))).toEqual(choice);
  expect(withShape(field, choice)).toEqual({ ...field, ...choice });
});
