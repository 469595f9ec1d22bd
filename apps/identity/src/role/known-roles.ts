import { defaultRoles } from '@kontor/access/default-roles';
import { Rights } from '@kontor/access/rights';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { Transaction } from '@kontor/database/transaction';
import type { Language } from '@kontor/errors/languages';
import { RoleRow } from './role.entity.js';
import { storedName } from './rules/role-names.js';
import { isBuiltIn, shippedRole } from './rules/shipped-roles.js';

/** Every role that there is: those stored, and what Kontor ships for the others, with its names in a language. */
export class KnownRoles {
  private readonly roles: ReadonlyMap<string, Role>;

  constructor(
    private readonly rows: readonly RoleRow[],
    language: Language,
  ) {
    const shipped = defaultRoles.flatMap(
      ({ id }) => shippedRole(id, this.row(id)?.version ?? 0, language) ?? [],
    );
    const stored = rows.filter(({ deleted }) => !deleted).map((row) => asRole(row, language));
    this.roles = new Map([...shipped, ...stored].map((role) => [role.id, role]));
  }

  all(): Role[] {
    return [...this.roles.values()];
  }

  get(id: string): Role | undefined {
    return this.roles.get(id);
  }

  /** What stands in the table, that of a removed role too. */
  row(id: string): RoleRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** What roles allow together; unknown ids give nothing. */
  readonly rights = (ids: readonly string[]): Rights =>
    new Rights(ids.flatMap((id) => this.roles.get(id) ?? []));

  /** The same roles with one changed, for rules that ask what would be; undefined takes it out. */
  rightsWith(id: string, changed: Role | undefined): (ids: readonly string[]) => Rights {
    const role = (at: string) => (at === id ? changed : this.roles.get(at));
    return (ids) => new Rights(ids.flatMap((at) => role(at) ?? []));
  }
}

/** Every role as the transaction sees it. In a turn of `organisation`, where a change hangs on it. */
export async function knownRoles(tx: Transaction): Promise<KnownRoles> {
  return new KnownRoles(await tx.select(RoleRow, 'TRUE', []), tx.call.language);
}

function asRole({ version: _, deleted: __, ...row }: RoleRow, language: Language): Role {
  const builtIn = isBuiltIn(row.id);
  return { ...row, name: builtIn ? storedName(row, language) : row.name, builtIn };
}
