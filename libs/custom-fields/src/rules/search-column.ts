/** The column in which the values of a searchable field stand beside `custom`, quoted or not no other column's name. */
export function searchColumn(key: string): string {
  return `custom.${key}`;
}
