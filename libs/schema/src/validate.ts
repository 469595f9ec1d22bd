import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FieldViolation } from '@kontor/errors/app-error';
import { formats } from './formats.js';
import type { MethodContract } from './contract.js';
import { contract } from './contract.js';
import { jsonSchema, maskedRecord } from './json-schema.js';
import { violationOf } from './violation.js';

/** No answer names more fields at fault than this. */
const MOST_VIOLATIONS = 50;

/** A value of more parts than this gets its first fault named only, so that a bad request stays cheap. */
const MOST_PARTS = 5000;

/**
 * What is wrong with a request, by field; empty when it is fine. Fields of a record that is the HTTP body are named
 * as the caller of HTTP wrote them: 'phones[0].raw', not 'customer.phones[0].raw'. One violation a field.
 */
export function validateRequest(method: MethodContract, value: unknown): FieldViolation[] {
  const first = validatorOf(method, stopping);
  if (first(value))
    return clearedRequired(method, value).map((field) => ({
      field: asWritten(method, field),
      reason: 'required',
    }));
  const validate = hasMoreParts(value, MOST_PARTS) ? first : validatorOf(method, finding);
  validate(value);
  const byField = new Map<string, FieldViolation>();
  for (const error of validate.errors ?? []) {
    const violation = violationOf(method.input, error);
    const field = asWritten(method, violation.field);
    if (!byField.has(field)) byField.set(field, { ...violation, field });
    if (byField.size === MOST_VIOLATIONS) break;
  }
  return [...byField.values()];
}

const options = { strict: true, allowUnionTypes: true, validateSchema: false, verbose: true } as const;

/** Stops at the first fault: the way of every good request. */
const stopping = { ajv: withFormats(new Ajv2020(options)), compiled: new Map<string, ValidateFunction>() };

/** Finds all faults. */
const finding = {
  ajv: withFormats(new Ajv2020({ ...options, allErrors: true })),
  compiled: new Map<string, ValidateFunction>(),
};

/** Compiles at the first use, about 2 ms a call; most calls never need the one that finds all faults. */
function validatorOf(method: MethodContract, { ajv, compiled }: typeof stopping): ValidateFunction {
  const known = compiled.get(method.path);
  if (known) return known;
  const validator = ajv.compile(jsonSchema(method.input, 'request'));
  compiled.set(method.path, validator);
  return validator;
}

/** Whether a text of some format may be empty is said by minLength, not by the format; an empty time is none. */
function withFormats(ajv: Ajv2020): Ajv2020 {
  for (const [name, test] of Object.entries(formats))
    ajv.addFormat(name, (text) => (text === '' && name !== 'date-time') || test(text));
  return ajv;
}

/** Required fields that a valid update names in its mask and gives no value: protobuf knows no null to refuse. */
function clearedRequired(method: MethodContract, value: unknown): string[] {
  const record = maskedRecord(method.input);
  if (!record?.message) return [];
  const request = value as { updateMask?: string[] } & Record<string, Record<string, unknown> | undefined>;
  return contract
    .fields(record.message.typeName)
    .filter(
      ({ name, rules, clearable }) =>
        !clearable &&
        !rules.outputOnly &&
        request.updateMask?.includes(name) &&
        request[record.name]?.[name] === undefined,
    )
    .map(({ name }) => `${record.name}.${name}`);
}

/**
 * The path of a field as the caller wrote it: without the name of the record that is the HTTP body. A body that is wrapped
 * in that name has a field of the name of the record: that one keeps its path, lest it be taken for the body itself.
 */
export function asWritten({ http }: MethodContract, field: string): string {
  const body = http?.body;
  if (body === undefined || !field.startsWith(`${body}.`) || field === `${body}.${body}`) return field;
  return field.slice(body.length + 1);
}

function hasMoreParts(value: unknown, limit: number): boolean {
  let left = limit;
  const waiting = [value];
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== 'object' || part === null) continue;
    const inside = Object.values(part);
    left -= inside.length;
    if (left < 0) return true;
    waiting.push(...inside);
  }
  return false;
}
