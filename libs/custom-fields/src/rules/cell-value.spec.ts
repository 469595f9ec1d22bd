import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { cellText, cellValue } from './cell-value.js';
import { readCustomValue } from './custom-value.js';

const label = (en: string, ru = en, zh = en) => ({ en, ru, zh });
const field = (type: CustomField['type'], facts: Partial<CustomField> = {}): CustomField => ({
  ...{ id: 'x', object: 'customer', key: 'x', type, label: label('X'), referenceObject: '' },
  options: [
    { key: 'steel', label: label('Steel', 'Сталь', '钢铁'), retired: false },
    { key: 'paper', label: label('Paper', 'Бумага', '纸'), retired: false },
  ],
  ...{ requiredStages: [], unknownAllowed: true, minimum: '', maximum: '', defaultValue: '', position: 0 },
  ...{ searchable: false, retired: false, etag: '1', createTime: '', updateTime: '', ...facts },
});

describe('a cell of a table', () => {
  it.each<[CustomField['type'], string, unknown]>([
    ['text', ' Big ', 'Big'],
    ['number', '1 234,50', '1234.5'],
    ['number', '-7.25', '-7.25'],
    ['money', '12,5 cny', { amount: '12.5', currency: 'CNY' }],
    ['date', '2026-11-21', '2026-11-21'],
    ['boolean', 'Да', true],
    ['boolean', '否', false],
    ['choice', 'сталь', 'steel'],
    ['choice', 'paper', 'paper'],
    ['multi_choice', '纸; Steel', ['steel', 'paper']],
    ['number', 'unknown', { unknown: true }],
  ])('of a %s that says %j is read as %j, and written so that it is read again', (type, cell, value) => {
    const one = field(type);
    const read = readCustomValue(one, cellValue(one, cell));
    expect(read).toEqual({ value });
    const again = cellValue(one, cellText(one, value));
    expect(readCustomValue(one, again)).toEqual({ value });
  });

  it.each<[CustomField['type'], string, string]>([
    ['number', 'many', 'not-a-decimal'],
    ['money', '12', 'custom-not-money'],
    ['boolean', 'maybe', 'wrong-type'],
    ['choice', 'wood', 'not-a-word'],
  ])('of a %s that says %j is refused: %s', (type, cell, reason) => {
    const one = field(type);
    expect(readCustomValue(one, cellValue(one, cell))).toMatchObject({ reason });
  });

  it('that is empty says nothing', () => {
    expect(cellValue(field('choice'), ' ')).toBeUndefined();
  });
});
