import { contract, type FieldContract } from '@kontor/schema/contract';
import type { FieldRight } from '@kontor/contracts/gen/kontor/identity/v1/role';

/** A field of an object, by the names that roles use. */
export interface RestrictedField {
  object: string;
  message: string;
  field: FieldContract;
}

/** What no role can hide: without it a record can be neither named nor changed. */
const alwaysShown: ReadonlySet<string> = new Set(['id', 'etag']);

/** Every field of every object that a role can hide, from the contract: a new one is among them by itself. */
export function restrictedFields(): RestrictedField[] {
  return contract.objects().flatMap(({ name, message }) =>
    contract
      .fields(message)
      .filter((field) => !alwaysShown.has(field.name))
      .map((field) => ({ object: name, message, field })),
  );
}

export const nameOf = ({ object, field }: RestrictedField): string => `${object}.${field.name}`;

/** Rights of a role over all these fields, but for those named `object.field`. */
export function fieldRules(
  right: FieldRight,
  free: ReadonlySet<string>,
): { object: string; field: string; right: FieldRight }[] {
  return restrictedFields()
    .filter((one) => !free.has(nameOf(one)))
    .map(({ object, field }) => ({ object, field: field.name, right }));
}
