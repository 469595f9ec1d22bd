/** Whether a drop may be called so: what any mail server takes, and no address with a token. */
export function isLocalPart(name: string): boolean {
  return /^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/.test(name) && !name.includes('..');
}

/** The name of the drop that an address is of: what stands behind a + is the sender's own note. */
export function dropName(localPart: string): string {
  return localPart.toLowerCase().replace(/\+.*$/s, '');
}
