/** Somebody stands in for somebody else at this moment. */
export interface Standing {
  personId: string;
  substituteId: string;
  /** Objects that it covers; none: all. */
  objects: readonly string[];
}

/**
 * Who gets what is meant for an absent person: the substitutes, and theirs where they are away too; each once, nearest
 * first, the person never. Only substitutions that cover the object count; `object` is undefined for what is about no
 * known record: then only those that cover all.
 */
export function standInsFor(
  personId: string,
  object: string | undefined,
  standing: readonly Standing[],
): string[] {
  const found = new Set([personId]);
  for (const at of found) {
    for (const { personId: absent, substituteId, objects } of standing) {
      const covers = objects.length === 0 || (object !== undefined && objects.includes(object));
      if (absent === at && covers) found.add(substituteId);
    }
  }
  return [...found].slice(1);
}
