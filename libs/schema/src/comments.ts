import type { DescEnum, DescField, DescFile, DescMessage, DescMethod, DescService } from '@bufbuild/protobuf';

/** An element of a proto file that can carry a comment. */
export type Commented = DescMessage | DescField | DescService | DescMethod | DescEnum;

/**
 * The comment that stands before an element in its proto file, as one paragraph; empty without one. Names of
 * fields in backticks take their JSON form, since readers of the API know no other.
 */
export function commentOf(element: Commented): string {
  const file = element.kind === 'rpc' || element.kind === 'field' ? element.parent.file : element.file;
  return commentAt(file, pathOf(element));
}

/** The comments of an enumeration's values by word; values without a comment are left out. */
export function wordComments(type: DescEnum): Map<string, string> {
  const path = pathOf(type);
  const comments = type.values.map(
    (value, index) => [value.name, commentAt(type.file, [...path, 2, index])] as const,
  );
  return new Map(comments.filter(([, comment]) => comment !== ''));
}

const cache = new WeakMap<DescFile, Map<string, string>>();

function commentAt(file: DescFile, path: number[]): string {
  let comments = cache.get(file);
  if (!comments) {
    const locations = file.proto.sourceCodeInfo?.location ?? [];
    comments = new Map(locations.map((location) => [location.path.join(), plain(location.leadingComments)]));
    cache.set(file, comments);
  }
  return comments.get(path.join()) ?? '';
}

/** Place of an element in its file, in the numbering of descriptor.proto. */
function pathOf(element: Commented): number[] {
  switch (element.kind) {
    case 'message':
      return element.parent
        ? [...pathOf(element.parent), 3, element.parent.proto.nestedType.indexOf(element.proto)]
        : [4, element.file.proto.messageType.indexOf(element.proto)];
    case 'enum':
      return element.parent
        ? [...pathOf(element.parent), 4, element.parent.proto.enumType.indexOf(element.proto)]
        : [5, element.file.proto.enumType.indexOf(element.proto)];
    case 'field':
      return [...pathOf(element.parent), 2, element.parent.proto.field.indexOf(element.proto)];
    case 'service':
      return [6, element.file.proto.service.indexOf(element.proto)];
    case 'rpc':
      return [...pathOf(element.parent), 2, element.parent.proto.method.indexOf(element.proto)];
  }
}

function plain(comment: string): string {
  return comment
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/`[a-z]+(?:_[a-z]+)+`/g, (name) =>
      name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
}
