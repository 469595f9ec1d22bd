/** The fields that a stored filter asks by, each once in the order of names; none of what is no filter. */
export function ruleFields(rule: string): string[] {
  try {
    return [...new Set(fieldsOf(JSON.parse(rule)))].sort();
  } catch {
    return [];
  }
}

function fieldsOf(filter: unknown): string[] {
  if (typeof filter !== 'object' || filter === null) return [];
  const { and, or, not, field } = filter as Record<string, unknown>;
  const parts = [and, or].flatMap((part) => (Array.isArray(part) ? part : []));
  return [...parts.flatMap(fieldsOf), ...fieldsOf(not), ...(typeof field === 'string' ? [field] : [])];
}
