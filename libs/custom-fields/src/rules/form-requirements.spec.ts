import type { FormField } from '@kontor/contracts/gen/kontor/identity/v1/form';
import { formsFor, requirementsOf, type PublishedForm } from './form-requirements.js';
import { standardFaults, type AskedRecord } from './standard-requirements.js';

const field = (name: string, facts: Partial<FormField> = {}): FormField => ({
  ...{ field: name, hidden: false, readOnly: false, requiredStages: [], unknownAllowed: false },
  ...facts,
});
const form = (role: string, ...fields: FormField[]): PublishedForm => ({
  ...{ id: role, object: 'customer', role },
  sections: [{ key: 'main', label: { zh: '', ru: '', en: 'Main' }, fields }],
});
const asked = (name: string, ...requiredStages: string[]) => field(name, { requiredStages });

describe('the forms of somebody', () => {
  const [all, sales, half] = [form(''), form('salesperson'), form('half')];
  it.each([
    [['salesperson'], [sales]],
    [
      ['salesperson', 'half'],
      [sales, half],
    ],
    [['manager'], [all]],
    [[], [all]],
  ])('with the roles %j are those of the roles, else that for everybody', (roles, forms) => {
    expect(formsFor([all, sales, half], 'customer', roles)).toEqual(forms);
    expect(formsFor([all, sales, half], 'contact', roles)).toEqual([]);
  });

  it('that was taken back is none', () => {
    expect(formsFor([{ ...sales, sections: [] }, all], 'customer', ['salesperson'])).toEqual([all]);
  });
});

describe('what forms ask', () => {
  it('is what every form that has the field asks', () => {
    const forms = [
      form('a', asked('note', 'negotiating', 'lost')),
      form('b', asked('note', 'lost')),
      form('c'),
    ];
    expect([...requirementsOf(forms)]).toEqual([['note', { stages: ['lost'], unknownAllowed: false }]]);
  });

  it('is nothing of what nobody can fill in', () => {
    const forms = [
      form('a', field('note', { requiredStages: ['lost'], readOnly: true })),
      form('a', field('city', { requiredStages: ['lost'], hidden: true })),
    ];
    expect([...requirementsOf(forms)]).toEqual([]);
  });
});

describe('a record', () => {
  const requirements = requirementsOf([
    form(
      '',
      asked('taxNumber', 'negotiating'),
      field('addresses', { requiredStages: ['negotiating'], unknownAllowed: true }),
      field('channel', { requiredStages: ['always'], unknownAllowed: false }),
    ),
  ]);
  const record = (facts: Partial<AskedRecord>): AskedRecord => ({
    after: { taxNumber: '1', addresses: [{}], channel: 'phone' },
    named: new Set(),
    unknown: [],
    unknownBefore: [],
    stage: 'negotiating',
    entersStage: true,
    mayWrite: () => true,
    ...facts,
  });
  const faults = (facts: Partial<AskedRecord>) =>
    standardFaults(requirements, record(facts)).map(({ field: name, reason }) => `${name} ${reason}`);

  it.each<[string, Partial<AskedRecord>, string[]]>([
    ['has what is asked', {}, []],
    ['lacks it', { after: { channel: 'phone', taxNumber: ' ', addresses: [] } }, ['taxNumber', 'addresses']],
    ['is not there yet', { after: { channel: 'phone' }, stage: 'prospect' }, []],
    ['says that nobody knows', { after: { taxNumber: '1', channel: 'phone' }, unknown: ['addresses'] }, []],
    [
      'has the word unknown for a value',
      { after: { taxNumber: '1', addresses: [1], channel: 'unknown' } },
      ['channel'],
    ],
    ['was there before, and something else changes', { after: {}, entersStage: false }, []],
    [
      'was there before, and the field is cleared',
      { after: { channel: 'phone' }, entersStage: false, named: new Set(['taxNumber']) },
      ['taxNumber'],
    ],
    ['is written by who may not fill it in', { after: {}, mayWrite: () => false }, []],
  ])('that %s', (_, facts, names) => {
    expect(faults(facts)).toEqual(names.map((name) => `${name} custom-required`));
  });

  it('says only of those that they are unknown of which a form allows it, or that were before', () => {
    expect(faults({ unknown: ['addresses', 'taxNumber'] })).toEqual([
      'unknownFields[1] custom-unknown-refused',
    ]);
    expect(faults({ unknown: ['note'], unknownBefore: ['note'] })).toEqual([]);
  });
});
