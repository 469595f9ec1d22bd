/** The list of what everybody who sells may do, in libs/access/src/default-roles.ts. */
const sales = /^const sales = \[([^\]]*)\];$/m;

/**
 * The roles that Kontor comes with, reading and writing of a noun added for everybody who sells; who needs less or
 * more is for the people of the service to say. Throws where a role already speaks of the noun or the list looks
 * otherwise.
 */
export function withPermissions(roles: string, noun: string): string {
  const found = sales.exec(roles);
  if (!found) throw new Error('libs/access/src/default-roles.ts has no `const sales = [ … ];` to add to.');
  if (roles.includes(`'${noun}.`)) throw new Error(`There are permissions of "${noun}" already.`);
  const before = (found[1] ?? '').trim().replace(/,$/, '');
  return roles.replace(sales, () => `const sales = [${before}, '${noun}.read', '${noun}.write'];`);
}
