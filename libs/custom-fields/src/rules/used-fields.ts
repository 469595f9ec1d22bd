import { isCustomName } from '@kontor/schema/custom-names';

/** Names of the custom fields that a stored filter asks by, `custom.<key>`, each once; none of text that is no filter. */
export function usedFields(filter: string | undefined): string[] {
  if (!filter) return [];
  try {
    return [...new Set(namesIn(JSON.parse(filter)))].filter(isCustomName).sort();
  } catch {
    return [];
  }
}

function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== 'object' || node === null) return [];
  const { field, ...rest } = node as Record<string, unknown>;
  return [...(typeof field === 'string' ? [field] : []), ...Object.values(rest).flatMap(namesIn)];
}
