import type { FieldContract } from '@kontor/schema/contract';

/** What a field holds; decides its operators, the form of its values and the casts in SQL. */
export type FieldType =
  'text' | 'number' | 'decimal' | 'boolean' | 'time' | 'date' | 'uuid' | 'word' | 'words';

/** A field of a record as lists see it: what filter and order may do with it, and where it is stored. */
export interface QueryField {
  /** Name in requests, rows and records: `nextContactTime`. */
  name: string;
  /** Message of the record that it is a field of, where it comes from the contract: says who may see it. */
  record?: string;
  /** Column: `next_contact_time`. */
  column: string;
  type: FieldType;
  /** The allowed words of a `word` field, or of a list of them (`words`, kept as jsonb). */
  words?: readonly string[];
  /** A `number` of whole numbers (int4 or int8 column). Without it the column is double precision. */
  integer?: boolean;
  /** Whether the column may be null. Wrongly false gives wrong results, wrongly true only costs speed. */
  nullable: boolean;
  filterable: boolean;
  sortable: boolean;
  /** Why nothing may be filtered or ordered by the field right now: a reason of the service's messages. */
  closed?: string;
  /**
   * Whether many rows have what is asked of the text. Postgres, which behind row-level security thinks that none has, is
   * then kept from reading a whole table for a page that its first rows fill.
   */
  often?: boolean;
  /**
   * Whether indexes leave out rows whose text is empty. A condition that no such row meets then says so beside: a prepared
   * statement, which does not know the value, could not use them otherwise.
   */
  sparse?: boolean;
  /** Where the value is no column: the SQL of it, given the quoted alias of the table with its dot, or nothing. */
  expression?: (table: string) => string;
  /** Postgres type of parameters compared with it, where it is not that of `type`. */
  cast?: string;
  /** What a value, in its canonical form, is compared as in SQL, where the column keeps it in another form. */
  encode?: (value: string | number | boolean) => unknown;
  /** The value in a record, where it is no property of that name. */
  read?: (record: object) => unknown;
}

/** The value of a field in a record or row. */
export function valueIn(record: object, field: QueryField): unknown {
  return field.read ? field.read(record) : (record as Record<string, unknown>)[field.name];
}

/** The fields of one record by name: the allowlist against which filter and order are read. */
export type QueryFields = ReadonlyMap<string, QueryField>;

/** Corrections where a service's table differs from what the contract lets one assume. */
export type FieldOverrides = Readonly<Record<string, Partial<Omit<QueryField, 'name'>>>>;

const typeOf: Partial<Record<FieldContract['type'], FieldType>> = {
  text: 'text',
  integer: 'number',
  long: 'number',
  number: 'number',
  boolean: 'boolean',
  time: 'time',
  word: 'word',
};

/**
 * The fields of a record's message that lists may filter or sort by, from `contract.fields(message)`. What may be
 * null is guessed on the safe side: an optional field, and any text, word, uuid, date or decimal that is not required.
 * `overrides` say better, by field name; one for an unknown field is a fault of the program.
 */
export function queryFields(
  contractFields: readonly FieldContract[],
  overrides: FieldOverrides = {},
): QueryFields {
  const stray = Object.keys(overrides).find((name) => !contractFields.some((field) => field.name === name));
  if (stray !== undefined) throw new Error(`no field ${stray} to override`);
  const usable = contractFields.filter(({ rules }) => rules.filterable || rules.sortable);
  return fieldsByName(usable.flatMap((field) => queryField(field, overrides[field.name])));
}

/** Arranges fields by name. A repeated name is a fault of the program. */
export function fieldsByName(fields: readonly QueryField[]): QueryFields {
  const byName = new Map(fields.map((field) => [field.name, field]));
  if (byName.size !== fields.length) throw new Error('two query fields have the same name');
  return byName;
}

function queryField(contract: FieldContract, override: Partial<QueryField> = {}): QueryField[] {
  const { name, parent, column, words, optional, repeated, rules } = contract;
  const type = formatType(rules.format) ?? typeOf[contract.type];
  if (type === undefined || repeated) return [];
  const field: QueryField = {
    name,
    record: parent,
    column,
    type,
    nullable: optional || (mayBeLeftEmpty(type) && !rules.required && name !== 'id'),
    filterable: rules.filterable,
    sortable: rules.sortable,
    ...(words !== undefined && { words }),
    ...((contract.type === 'integer' || contract.type === 'long') && { integer: true }),
  };
  return [{ ...field, ...override }];
}

function formatType(format: FieldContract['rules']['format']): FieldType | undefined {
  return format === 'uuid' || format === 'date' || format === 'decimal' ? format : undefined;
}

/** Types whose absence a service may well store as null, though the contract has them always present. */
function mayBeLeftEmpty(type: FieldType): boolean {
  return type !== 'number' && type !== 'boolean' && type !== 'time';
}
