import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { contract } from '@kontor/schema/contract';
import { openApiDocument } from '@kontor/schema/openapi';
import { withCustomFields } from './custom-schemas.js';

const label = { zh: '行业', ru: 'Отрасль', en: 'Industry' };
const field = (key: string, facts: Partial<CustomField>): CustomField => ({
  ...{ id: key, object: 'customer', key, type: 'text', label, options: [], referenceObject: '' },
  ...{ requiredStages: [], unknownAllowed: false, minimum: '', maximum: '', defaultValue: '', position: 0 },
  ...{ searchable: false, retired: false, etag: '1', createTime: '', updateTime: '' },
  ...facts,
});

type Schemas = Record<string, { properties: { custom: { properties?: Record<string, object> } } }>;
const customOf = (document: object, schema: string) =>
  (document as { components: { schemas: Schemas } }).components.schemas[schema]?.properties.custom.properties;

describe('the document with custom fields', () => {
  const general = openApiDocument(contract.methods());
  const steel = { key: 'steel', label, retired: false };
  const document = withCustomFields(general, [
    field('industry', { type: 'choice', options: [steel], unknownAllowed: true, requiredStages: ['lost'] }),
    field('weight', { type: 'number' }),
    field('old', { retired: true }),
    field('birthday', { object: 'contact', type: 'date' }),
  ]);

  it('shows names, types and labels in what is sent and what is answered', () => {
    expect(customOf(document, 'Customer')).toMatchObject({
      industry: { title: 'Industry', 'x-labels': { ru: 'Отрасль' }, 'x-required-stages': ['lost'] },
      weight: { type: 'string', format: 'decimal' },
      old: { deprecated: true },
    });
    expect(customOf(document, 'CustomerCreate')).toMatchObject({
      industry: { anyOf: [{ enum: ['steel'] }, { required: ['unknown'] }] },
      weight: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    });
    expect(customOf(document, 'CustomerCreate')).not.toHaveProperty('old');
    expect(customOf(document, 'CustomerUpdate')?.['weight']).toMatchObject({
      anyOf: expect.arrayContaining([{ type: 'null' }]) as unknown,
    });
    expect(customOf(document, 'Contact')).toEqual({ birthday: expect.objectContaining({ format: 'date' }) });
  });

  it('leaves the general document as it is', () => {
    expect(customOf(general, 'Customer')).toBeUndefined();
  });
});
