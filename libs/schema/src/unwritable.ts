import type { DescMessage } from '@bufbuild/protobuf';
import type { MethodContract } from './contract.js';
import { contract } from './contract.js';
import { unwritableCustom } from './custom-limits.js';
import { customField } from './custom-names.js';
import { maskedRecord } from './json-schema.js';
import { asWritten } from './validate.js';
import type { FieldRights } from './view.js';
import { messageLimits, messagesWithin } from './view.js';

/**
 * The fields in a request that the rights do not let change, by their paths as the caller wrote them: in a record that
 * is made every one that is there, in an update those that the mask names, and wherever a field stands for one of an
 * object. The request is as it came in, not completed: what the caller did not give is not judged.
 */
export function unwritableFields(method: MethodContract, request: object, rights: FieldRights): string[] {
  if (!messagesWithin(method.input).some(({ typeName }) => messageLimits(rights, typeName))) return [];
  const found: string[] = [];
  walk(method.input, asAsked(method, request as Values), '', rights, found);
  return found.map((path) => asWritten(method, path));
}

type Values = Record<string, unknown>;

/** Of an update the record with exactly the fields of the mask: those alone change, with or without a new value. */
function asAsked({ input }: MethodContract, request: Values): Values {
  const record = maskedRecord(input);
  if (!record) return request;
  const { updateMask, [record.name]: values } = request;
  const mask = Array.isArray(updateMask) ? updateMask.map(String) : [];
  const changes = Object.fromEntries(mask.map((name) => [name, (values as Values | undefined)?.[name]]));
  return { ...request, [record.name]: changes };
}

function walk(
  message: DescMessage,
  values: Values,
  path: string,
  rights: FieldRights,
  found: string[],
): void {
  const limits = messageLimits(rights, message.typeName);
  for (const { name, message: inner, repeated } of contract.fields(message.typeName)) {
    if (!Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (limits?.unwritable.has(name)) found.push(path + name);
    else if (limits && name === customField)
      found.push(...unwritableCustom(value, limits.unwritable).map((custom) => path + custom));
    else if (inner && repeated && Array.isArray(value))
      value.forEach((item, index) => into(inner, item, `${path}${name}[${index}].`, rights, found));
    else if (inner) into(inner, value, `${path}${name}.`, rights, found);
  }
}

function into(
  message: DescMessage,
  value: unknown,
  path: string,
  rights: FieldRights,
  found: string[],
): void {
  if (typeof value === 'object' && value !== null) walk(message, value as Values, path, rights, found);
}
