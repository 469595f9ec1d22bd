import fc from 'fast-check';
import type { DescMessage } from '@bufbuild/protobuf';
import {
  completeRequest,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  stringifyResponse,
} from './codec.js';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import { formats } from './formats.js';
import { validateRequest } from './validate.js';

const id = '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50';
const wellFormed: Record<string, string[]> = {
  uuid: [id],
  email: ['a@b.cn', 'инфо@почта.рф'],
  language: ['ru'],
  time_zone: ['Asia/Shanghai'],
  date: ['2026-11-21'],
  local_time: ['2026-12-01T09:00'],
  country: ['CN'],
  url: ['https://x.cn'],
  filter: ['{}'],
  phone: ['+86 10 1234'],
  decimal: ['1234.50', '-0.000001'],
  currency: ['CNY'],
  digits: ['0', '102'],
};

/** Values of a field: mostly good ones, so that whole requests are often valid. */
function valueOf(field: FieldContract): fc.Arbitrary<unknown> {
  const one = goodValueOf(field);
  const good = field.repeated ? fc.array(one, { maxLength: 3 }) : one;
  return fc.oneof(
    { weight: 60, arbitrary: good },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: strange },
  );
}

const strange = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  -1,
  2 ** 31,
  1e300,
  0.5,
  true,
  [],
  {},
  [null],
  'x'.repeat(1001),
  Number.MAX_SAFE_INTEGER,
);

function goodValueOf({ type, words, message, rules }: FieldContract): fc.Arbitrary<unknown> {
  switch (type) {
    case 'text':
      return rules.format
        ? fc.constantFrom(...(wellFormed[rules.format] ?? []))
        : fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    case 'word':
      return fc.constantFrom(...(words ?? []));
    case 'time':
      return fc.constantFrom('2026-11-21T09:00:00Z', '1999-01-31T23:59:59.123456+08:00');
    case 'object':
      return message ? recordOf(message) : fc.constant({});
    case 'boolean':
      return fc.boolean();
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    case 'long':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    case 'struct':
      // JSON has no negative zero.
      return fc
        .dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }))
        .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
    default:
      return fc.integer({
        min: rules.minimum ?? -5,
        max: Math.min(rules.maximum ?? 5, Math.max(1000, rules.minimum ?? 0)),
      });
  }
}

/** Records: no field that the service sets (but for a few), required ones most often present. */
function recordOf(message: DescMessage): fc.Arbitrary<Record<string, unknown>> {
  const fields = contract.fields(message.typeName).filter(({ rules }) => !rules.outputOnly);
  const entries = fields.map((field) => {
    const absent = { weight: field.rules.required ? 1 : 30, arbitrary: fc.constant(undefined) };
    return [field.name, fc.oneof({ weight: 60, arbitrary: valueOf(field) }, absent)] as const;
  });
  return fc
    .record(Object.fromEntries(entries))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

describe.each(contract.methods().map((method) => [method.name, method] as const))('%s', (_, method) => {
  it('never fails by validating, and whatever is valid travels unchanged on both wires', () => {
    fc.assert(
      fc.property(recordOf(method.input), (request) => {
        if (validateRequest(method, request).length > 0) return;
        const complete = completeRequest(method, request);
        const received = decodeRequest(method, encodeRequest(method, complete));
        expect(completeRequest(method, received)).toEqual(complete);
      }),
      { numRuns: 150 },
    );
  });

  it('never fails by validating any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const violations = validateRequest(method, value);
        expect(violations.every(({ reason }) => /^[a-z][a-z-]+$/.test(reason))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('answers the same through protobuf and through JSON', () => {
    fc.assert(
      fc.property(answerOf(method.output), (answer) => {
        const text = JSON.parse(stringifyResponse(method)(answer)) as object;
        expect(decodeResponse(method, encodeResponse(method, answer))).toEqual(text);
      }),
      { numRuns: 50 },
    );
  });
});

function answerOf(message: DescMessage): fc.Arbitrary<object> {
  const entries = contract.fields(message.typeName).map((field) => {
    const one = field.message ? answerOf(field.message) : goodValueOf(field);
    return [field.name, fc.option(field.repeated ? fc.array(one, { maxLength: 3 }) : one)] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

it('valid requests are among those tried', () => {
  const method = contract.method('/kontor.customer.v1.CustomerService/CreateCustomer');
  const requests = fc.sample(recordOf(method.input), { numRuns: 300, seed: 7 });
  expect(requests.filter((request) => validateRequest(method, request).length === 0).length).toBeGreaterThan(
    30,
  );
});

it('no form throws, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(formats)),
      fc.oneof(fc.string({ unit: 'binary' }), fc.string()),
      (form, text) => {
        expect(typeof form(text)).toBe('boolean');
      },
    ),
    { numRuns: 2000 },
  );
});
