/** The list of what everybody who sells may do, in libs/access/src/permissions.ts. */
const sales = /^const sales = \[([^\]]*)\] as const;$/m;

/**
 * The table of permissions with reading and writing of a noun added for everybody who sells; who needs less or more is
 * for the people of the service to say. Throws where the table already speaks of the noun or looks otherwise.
 */
export function withPermissions(table: string, noun: string): string {
  const found = sales.exec(table);
  if (!found)
    throw new Error('libs/access/src/permissions.ts has no `const sales = [ … ] as const;` to add to.');
  if (table.includes(`'${noun}.`)) throw new Error(`There are permissions of "${noun}" already.`);
  const before = (found[1] ?? '').trim().replace(/,$/, '');
  return table.replace(sales, () => `const sales = [${before}, '${noun}.read', '${noun}.write'] as const;`);
}
