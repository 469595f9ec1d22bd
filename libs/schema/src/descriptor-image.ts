import { createFileRegistry, fromBinary, isFieldSet } from '@bufbuild/protobuf';
import type { DescField, FileRegistry } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import type { DescriptorProto, EnumDescriptorProto, FileDescriptorSet } from '@bufbuild/protobuf/wkt';

/**
 * Reads a compiled FileDescriptorSet and builds the registry that speaks Kontor's JSON: enumeration values are
 * renamed to their short lower-case word, so that toJson and fromJson of protobuf-es read and write `lost` for
 * CUSTOMER_STATUS_LOST.
 */
export function readImage(image: Uint8Array): FileRegistry {
  return registryOf(fromBinary(FileDescriptorSetSchema, image));
}

/** As `readImage`, of a set already decoded. The set is changed in place. */
export function registryOf(set: FileDescriptorSet): FileRegistry {
  for (const file of set.file) {
    if (!file.package.startsWith('kontor.') || file.package.startsWith('kontor.options.')) continue;
    file.enumType.forEach(shortenWords);
    file.messageType.forEach(prepareMessage);
  }
  return createFileRegistry(set);
}

/** Tells whether the contract itself marks the field `optional`, not only this library (see `prepareMessage`). */
export function isMarkedOptional(field: DescField): boolean {
  return field.proto.proto3Optional && isFieldSet(field.proto, FieldDescriptorProtoSchema.field.oneofIndex);
}

/**
 * A single enumeration field gets explicit presence: its zero value has no word, so it must be able to be absent.
 * On the wire both are the same. No synthetic oneof is made for it, which tells it from a field that the contract
 * marks `optional`.
 */
function prepareMessage(message: DescriptorProto): void {
  for (const field of message.field) {
    const single = field.label !== FieldDescriptorProto_Label.REPEATED;
    const inOneof = isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex);
    if (field.type === FieldDescriptorProto_Type.ENUM && single && !inOneof) field.proto3Optional = true;
  }
  message.enumType.forEach(shortenWords);
  message.nestedType.forEach(prepareMessage);
}

function shortenWords(type: EnumDescriptorProto): void {
  const prefix = type.name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase() + '_';
  for (const value of type.value) value.name = value.name.replace(prefix, '').toLowerCase();
}
