import type { DescMessage } from '@bufbuild/protobuf';
import type { ErrorObject } from 'ajv';
import type { FieldViolation } from '@kontor/errors/app-error';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import { maskedRecord } from './json-schema.js';

const formatReasons: Readonly<Record<string, string>> = {
  uuid: 'not-a-uuid',
  email: 'not-an-email',
  language: 'not-a-language',
  'time-zone': 'not-a-time-zone',
  date: 'not-a-date',
  'local-time': 'not-a-local-time',
  'date-time': 'not-a-time',
  country: 'not-a-country',
  uri: 'not-a-url',
  filter: 'not-a-filter',
  phone: 'not-a-phone',
  decimal: 'not-a-decimal',
  currency: 'not-a-currency',
  digits: 'not-digits',
};

/** Turns what ajv found (in verbose mode) in a request into the field and the reason that a person is told. */
export function violationOf(request: DescMessage, error: ErrorObject): FieldViolation {
  const segments = error.instancePath.split('/').slice(1);
  switch (error.keyword) {
    case 'required':
      return at([...segments, String(error.params['missingProperty'])], 'required');
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty']);
      const field = recordAt(request, segments)?.find((one) => one.name === name);
      return at([...segments, shortened(name)], field ? 'read-only-field' : 'unknown-field');
    }
    default:
      return valueViolation(request, segments, error);
  }
}

function valueViolation(request: DescMessage, segments: string[], error: ErrorObject): FieldViolation {
  const limit = Number(error.params['limit']);
  const data: unknown = error.data;
  switch (error.keyword) {
    case 'type':
      return typeViolation(request, segments, error);
    case 'minLength':
      return data === '' ? at(segments, 'blank') : at(segments, 'too-short', { min: limit });
    case 'maxLength':
      return at(segments, 'too-long', { max: limit });
    case 'minimum':
      return at(segments, 'too-small', { min: limit });
    case 'maximum':
      return at(segments, 'too-large', { max: limit });
    case 'minItems':
      return at(
        segments,
        limit === 1 ? 'required' : 'too-few-items',
        limit === 1 ? undefined : { min: limit },
      );
    case 'maxItems':
      return at(segments, 'too-many-items', { max: limit });
    case 'pattern': {
      const { format } = (error.parentSchema ?? {}) as { format?: string };
      if (format) return formatViolation(segments, format);
      return at(segments, isBlank(data) ? 'blank' : 'control-character');
    }
    case 'format':
      return formatViolation(segments, String(error.params['format']));
    case 'enum':
      return wordViolation(request, segments, error);
    default:
      return at(segments, 'wrong-type', { expected: String(error.keyword) });
  }
}

function typeViolation(request: DescMessage, segments: string[], error: ErrorObject): FieldViolation {
  const name = segments.at(-1) ?? '';
  const field = recordAt(request, segments.slice(0, -1))?.find((one) => one.name === name);
  if (error.data === null && field && !field.clearable) return at(segments, 'required');
  const types = [error.params['type'] as string | string[]].flat().filter((type) => type !== 'null');
  return at(segments, 'wrong-type', { expected: types.join(', ') });
}

function formatViolation(segments: string[], format: string): FieldViolation {
  const reason = formatReasons[format];
  return reason ? at(segments, reason) : at(segments, 'wrong-type', { expected: format });
}

function wordViolation(request: DescMessage, segments: string[], error: ErrorObject): FieldViolation {
  const words = (error.params['allowedValues'] as unknown[]).filter((word) => word !== null);
  if (typeof error.data !== 'string') return at(segments, 'wrong-type', { expected: 'string' });
  const record = segments[0] === 'updateMask' ? maskedRecord(request) : undefined;
  if (!record?.message) return at(segments, 'not-a-word', { words: words.join(', ') });
  // The mask is made of the keys in the body, so the fault is told of the field and not of a place in the mask.
  const known = contract.fields(record.message.typeName).some((field) => field.name === error.data);
  return at([record.name, shortened(error.data)], known ? 'read-only-field' : 'unknown-field');
}

function at(
  segments: readonly string[],
  reason: string,
  params?: Record<string, string | number>,
): FieldViolation {
  const field = segments
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${unescaped(part)}`))
    .join('')
    .replace(/^\./, '');
  return { field, reason, ...(params && { params }) };
}

function isBlank(data: unknown): boolean {
  return typeof data === 'string' && data.trim() === '';
}

const LONGEST_NAME = 100;

/** Names of unknown fields come from the caller: a long one is cut before it is shown. */
function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

function unescaped(part: string): string {
  return part.replace(/~1/g, '/').replace(/~0/g, '~');
}

/** The fields of the message that stands at a place of the request. */
function recordAt(request: DescMessage, segments: readonly string[]): readonly FieldContract[] | undefined {
  let fields: readonly FieldContract[] | undefined = contract.fields(request.typeName);
  for (const segment of segments) {
    if (/^\d+$/.test(segment)) continue;
    const message: DescMessage | undefined = fields?.find((field) => field.name === segment)?.message;
    fields = message && contract.fields(message.typeName);
  }
  return fields;
}
