import { ScalarType } from '@bufbuild/protobuf';

const ranges: Partial<Record<ScalarType, { minimum: number; maximum: number }>> = {
  [ScalarType.INT32]: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  [ScalarType.SINT32]: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  [ScalarType.SFIXED32]: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  [ScalarType.UINT32]: { minimum: 0, maximum: 2 ** 32 - 1 },
  [ScalarType.FIXED32]: { minimum: 0, maximum: 2 ** 32 - 1 },
};

/** The numbers that the wire can carry for an integer type; undefined for types that are no 32-bit integer. */
export function integerRange(
  scalar: ScalarType | undefined,
): { minimum: number; maximum: number } | undefined {
  return scalar === undefined ? undefined : ranges[scalar];
}
