import type { FieldViolation } from '@kontor/errors/app-error';
import { knownPermissions, personalPermissions } from '@kontor/access/permissions';

/** The scopes as stored: each once, in the order of the alphabet. */
export function storedScopes(scopes: readonly string[]): string[] {
  return [...new Set(scopes)].sort();
}

/** What is wrong with the scopes of a new key: nobody gives a key what only a person may do, or what they may not. */
export function scopeFaults(
  scopes: readonly string[],
  held: (permission: string) => boolean,
): FieldViolation[] {
  return scopes.flatMap((scope, i) => {
    const reason = faultOf(scope, held);
    return reason === undefined ? [] : [{ field: `scopes[${i}]`, reason, params: { scope } }];
  });
}

function faultOf(scope: string, held: (permission: string) => boolean): string | undefined {
  if (!knownPermissions.has(scope)) return 'scope-unknown';
  if (personalPermissions.has(scope)) return 'scope-not-for-keys';
  return held(scope) ? undefined : 'scope-not-held';
}
